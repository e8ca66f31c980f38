"""Pictures that repeat the one before them, written into an H.264 stream without asking the encoder."""

from __future__ import annotations

_SLICE = bytes.fromhex("0000000141")  # start code, then the header of a coded slice of a picture that others refer to
_P_PICTURE = 0b1001101  # first macroblock 0, all slices are P, picture parameter set 0; then frame_num follows
_FRAME_NUMBERS = 16
_LONGEST = 256  # bytes; a picture of which every macroblock is skipped takes about 70


class Repeats:
    """Hands out pictures of which every macroblock is skipped, and renumbers what the encoder writes after them.

    An encoder that gets the same picture again writes exactly that, at the cost of looking at every pixel. Two such
    pictures differ in nothing but ``frame_num``, four bits that count pictures modulo 16 (ITU-T H.264, 7.3.3 and
    7.4.3), so one that the encoder wrote serves for all.

    Args:
        parameter_sets: the encoder's, in a stream with one slice a picture. Where ``frame_num`` is not four bits, or
            the order of pictures is told by more than it, there are no copies.
    """

    def __init__(self, parameter_sets: bytes) -> None:
        # High profile, 4:2:0, 8 bits, no scaling matrix, then log2_max_frame_num_minus4 = 0, pic_order_cnt_type = 2.
        start = parameter_sets.find(b"\x67\x64")
        self._can_copy = start >= 0 and int.from_bytes(parameter_sets[start + 4 : start + 6]) >> 4 == 0xACB
        self._copy: bytes | None = None
        self._candidate = b""
        self._inserted = 0
        self._last = 0  # frame_num of the last picture

    def renumbered(self, packet: bytes, *, is_keyframe: bool, is_repeat: bool) -> bytes:
        """What to write in place of a packet that the encoder made.

        Args:
            is_repeat: the encoder was given the picture before this one once more.
        """
        if is_keyframe:
            self._inserted = self._last = 0
            return packet
        if not (self._can_copy and packet.startswith(_SLICE) and packet[5] >> 1 == _P_PICTURE):
            self._can_copy = False
            return packet
        number = (packet[5] & 1) << 3 | packet[6] >> 5
        if is_repeat and self._copy is None and len(packet) <= _LONGEST:
            numberless = _numbered(packet, 0)
            if numberless == self._candidate:
                self._copy = numberless
            self._candidate = numberless
        self._last = (number + self._inserted) % _FRAME_NUMBERS
        return _numbered(packet, self._last)

    def copy(self) -> bytes | None:
        """One more picture like the last; None as long as the encoder has to be asked."""
        if self._copy is None or not self._can_copy:
            return None
        self._inserted += 1
        self._last = (self._last + 1) % _FRAME_NUMBERS
        return _numbered(self._copy, self._last)


def _numbered(packet: bytes, number: int) -> bytes:
    changed = bytearray(packet)
    changed[5] = packet[5] & 0xFE | number >> 3
    changed[6] = packet[6] & 0x1F | (number & 7) << 5
    return bytes(changed)
