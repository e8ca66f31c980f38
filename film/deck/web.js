// Plays the stretch of a film that belongs to a slide. Two videos take turns: the one in front keeps its last picture
// until the other has its first, so that nothing flashes between two beats.
(() => {
  const stage = document.querySelector(".stage");
  const isSpeakers = /receiver/i.test(window.location.search);
  const isPrinted = /print-pdf|view=print/i.test(window.location.search);
  const places = new Map();
  let [front, back] = stage.querySelectorAll("video");
  let turn = 0;
  let before = -1;

  // Files opened from a disk may not fetch anything, so the films are text in this page.
  function place(name) {
    if (!places.has(name)) {
      const bytes = Uint8Array.from(atob(document.getElementById(name).textContent), (letter) => letter.charCodeAt(0));
      places.set(name, URL.createObjectURL(new Blob([bytes], { type: "video/mp4" })));
    }
    return places.get(name);
  }

  // A picture may be announced before the video says that it has one.
  function onPicture(video, then) {
    const check = () => (video.readyState >= video.HAVE_CURRENT_DATA ? then() : onPicture(video, then));
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(check);
    else video.addEventListener("timeupdate", check, { once: true });
  }

  function play(video) {
    video.play().catch(() => {}); // another slide has come meanwhile
  }

  function show(slide, isHeld) {
    const mine = ++turn;
    const name = slide.dataset.stretch;
    if (!name) {
      front.pause();
      stage.hidden = true;
      return;
    }
    if (stage.hidden) {
      front.removeAttribute("src"); // nothing of another film shows through
      front.load();
      stage.hidden = false;
    }
    back.dataset.stretch = name;
    back.src = place(name);
    const [coming, going] = [back, front];
    const swap = () => {
      if (mine !== turn) return;
      coming.classList.add("front");
      going.classList.remove("front");
      [front, back] = [coming, going];
      const next = document.getElementById(`stretch-${Number(name.split("-")[1]) + 1}`);
      if (next) setTimeout(() => place(next.id), 300); // so that it starts at once
    };
    going.pause();
    if (isHeld) {
      coming.onloadedmetadata = () => { coming.currentTime = coming.duration; };
      coming.onseeked = () => requestAnimationFrame(() => requestAnimationFrame(swap));
    } else {
      coming.onloadedmetadata = coming.onseeked = null;
      onPicture(coming, swap);
      play(coming);
    }
  }

  function arrive(slide) {
    const now = Reveal.getSlidePastCount(slide);
    show(slide, now === before - 1);
    before = now;
  }

  Reveal.initialize({
    width: 1600, height: 900, margin: 0, minScale: 0.05, maxScale: 10, center: false,
    hash: true, transition: "none", backgroundTransition: "none", navigationMode: "linear",
    controls: true, controlsTutorial: false, progress: false, overview: true, hideCursorTime: 2000,
    viewDistance: 3, plugins: [RevealNotes],
  }).then(() => {
    if (isSpeakers || isPrinted) {
      document.body.classList.add(isSpeakers ? "receiver" : "print");
      return;
    }
    Reveal.addKeyBinding({ keyCode: 82, key: "R", description: "Play the beat again" }, () => {
      if (stage.hidden) return;
      front.currentTime = 0;
      play(front);
    });
    Reveal.on("slidechanged", ({ currentSlide }) => { if (!Reveal.isOverview()) arrive(currentSlide); });
    Reveal.on("overviewshown", () => { turn++; front.pause(); stage.hidden = true; });
    Reveal.on("overviewhidden", () => { before = -1; arrive(Reveal.getCurrentSlide()); });
    // A black screen stops the film, too.
    let wasPlaying = false;
    Reveal.on("paused", () => { wasPlaying = !front.paused; front.pause(); });
    Reveal.on("resumed", () => { if (wasPlaying && !front.ended) play(front); });
    arrive(Reveal.getCurrentSlide());
  });
})();
