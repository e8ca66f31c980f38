"use strict";

// One film is shown at a time; what a viewer chose for one (captions, speed) holds for the next.
const films = [...document.querySelectorAll(".film")].map(makeFilm);
const told = document.getElementById("told");
const keys = document.getElementById("keys");
const title = document.title;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let current = null;
let captions = null; // null until the viewer says: then each film starts as it was rendered
let speed = 1;
let rest = 0; // the timer that says that the pointer rests

function makeFilm(article) {
  const part = (selector) => article.querySelector(selector);
  const film = {
    article,
    player: part(".player"),
    video: part("video"),
    track: part("track").track,
    drawn: article.dataset.captions === "on-screen",
    below: part(".below"),
    play: part(".play"),
    seek: part(".seek"),
    bar: part(".bar"),
    now: part(".now"),
    captions: part(".captions"),
    speed: part(".speed select"),
    fullscreen: part(".fullscreen"),
    beats: [...article.querySelectorAll(".beats button")],
    beat: -1,
  };
  const { video } = film;
  video.controls = false;
  part(".controls").hidden = false;

  film.play.addEventListener("click", () => toggle(film));
  video.addEventListener("click", () => toggle(film));
  film.beats.forEach((button, place) => button.addEventListener("click", () => goTo(film, place)));
  film.captions.addEventListener("click", () => showCaptions(film.captions.getAttribute("aria-pressed") !== "true"));
  film.speed.addEventListener("change", () => setSpeed(Number(film.speed.value)));
  film.fullscreen.addEventListener("click", () => fillScreen(film));
  film.seek.addEventListener("input", () => {
    video.currentTime = film.seek.value;
    follow(film);
  });
  for (const event of ["play", "pause", "ended"]) video.addEventListener(event, () => showState(film));
  for (const event of ["timeupdate", "seeked"]) video.addEventListener(event, () => follow(film));
  video.addEventListener("error", () => (part(".fault").hidden = false));
  film.track.mode = "hidden"; // loads the cues
  film.track.addEventListener("cuechange", () => (film.below.textContent = film.track.activeCues[0]?.text ?? ""));
  return film;
}

function show(name, byHand) {
  const film = films.find(({ article }) => article.id === name) ?? films[0];
  if (film === current) return;
  document.title = `${film.article.querySelector("h2").textContent} · ${title}`;
  current?.video.pause();
  for (const each of films) each.article.hidden = each !== film;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${encodeURIComponent(film.article.id)}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  current = film;
  film.video.preload = "metadata";
  setSpeed(speed);
  applyCaptions();
  if (byHand) {
    film.article.querySelector("h2").focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

function toggle({ video }) {
  if (video.paused) play(video);
  else video.pause();
}

function play(video) {
  video.play().catch(() => {}); // paused again before it could begin, or missing, which is said elsewhere
}

function goTo(film, place) {
  const { video, beats } = film;
  if (!beats[place]) return;
  video.currentTime = start(beats[place]) + 0.001; // not the last picture of the beat before
  film.beat = -1; // say it also if it is the same again
  follow(film);
  if (!calm.matches) play(video);
}

function step(film, by) {
  if (!film.beats.length) return;
  const at = beatAt(film, film.video.currentTime);
  // Back goes to where this beat began, unless it has only just begun.
  const back = by < 0 && film.video.currentTime - start(film.beats[at]) > 1 ? 0 : by;
  goTo(film, Math.min(Math.max(at + back, 0), film.beats.length - 1));
}

const start = (button) => Number(button.dataset.start);

function beatAt({ beats }, seconds) {
  return Math.max(0, beats.findLastIndex((button) => start(button) <= seconds));
}

// Moves the bar and the marked beat to where the film is.
function follow(film) {
  const { video, beats, seek, bar, now } = film;
  const seconds = video.currentTime;
  const whole = Number(seek.max);
  seek.value = seconds;
  bar.style.setProperty("--done", `${(100 * seconds) / whole}%`);
  now.textContent = clock(seconds);
  const beat = beatAt(film, seconds);
  seek.setAttribute("aria-valuetext", say("position", { now: clock(seconds), whole: clock(whole), beat: beat + 1 }));
  if (beat === film.beat || !beats.length) return;
  film.beat = beat;
  beats.forEach((button, place) => {
    if (place === beat) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
  });
  tell(say("beat", { beat: beat + 1, count: beats.length, caption: beats[beat].querySelector(".caption").textContent }));
}

function showState(film) {
  const playing = !film.video.paused && !film.video.ended;
  film.player.classList.toggle("playing", playing);
  film.play.setAttribute("aria-label", playing ? said.pause : said.play);
  if (playing) requestAnimationFrame(() => keepUp(film));
}

function keepUp(film) {
  if (film.video.paused) return;
  follow(film);
  requestAnimationFrame(() => keepUp(film));
}

function showCaptions(wanted) {
  captions = wanted;
  applyCaptions();
}

// Captions that the picture has already are not laid over it once more but set below it.
function applyCaptions() {
  const { article, drawn, track, below, captions: button } = current;
  const wanted = captions ?? article.dataset.captions === "sidecar";
  track.mode = wanted && !drawn ? "showing" : "hidden";
  below.hidden = !(wanted && drawn);
  button.setAttribute("aria-pressed", String(wanted));
}

function setSpeed(wanted) {
  speed = wanted;
  current.video.playbackRate = wanted;
  current.video.defaultPlaybackRate = wanted;
  current.speed.value = String(wanted);
}

function changeSpeed(by) {
  const options = [...current.speed.options];
  const option = options[current.speed.selectedIndex + by];
  if (!option) return;
  setSpeed(Number(option.value));
  tell(say("speed", { speed: option.text }));
}

function fillScreen({ player, video }) {
  if (document.fullscreenElement) document.exitFullscreen();
  else if (player.requestFullscreen) player.requestFullscreen();
  else video.webkitEnterFullscreen?.(); // iPhones give the screen to videos only
}

function stir() {
  document.body.classList.remove("resting");
  clearTimeout(rest);
  rest = setTimeout(() => document.body.classList.add("resting"), 2500);
}

function say(what, values) {
  return said[what].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function tell(words) {
  told.textContent = words;
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

document.addEventListener("keydown", (event) => {
  if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target;
  const actions = {
    " ": () => toggle(current),
    ArrowLeft: () => step(current, -1),
    ArrowRight: () => step(current, 1),
    c: () => showCaptions(current.captions.getAttribute("aria-pressed") !== "true"),
    "<": () => changeSpeed(-1),
    ">": () => changeSpeed(1),
    f: () => fillScreen(current),
  };
  for (let digit = 1; digit <= 9; digit++) actions[digit] = () => goTo(current, digit - 1);
  const action = actions[event.key];
  if (!action) return;
  // A control that has the focus keeps the keys that are its own.
  if (event.key === " " && at.closest("button, a, select, input")) return;
  if (at.closest("select") || (at.closest("input[type=range]") && event.key.startsWith("Arrow"))) return;
  event.preventDefault();
  action();
});

for (const event of ["pointermove", "pointerdown", "focusin"]) document.addEventListener(event, stir);
stir();
keys.parentElement.hidden = false;
addEventListener("hashchange", () => {
  const name = decodeURIComponent(location.hash.slice(1));
  if (name !== "lesson") show(name, true);
});
show(decodeURIComponent(location.hash.slice(1)), false);
