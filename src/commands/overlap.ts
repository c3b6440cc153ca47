/** How many bytes at the beginning of `replay` are the end of what has been shown. */
export function overlap(shown: Buffer, replay: Buffer): number {
  // Knuth, Morris and Pratt: how much of the replay's beginning ends at each place, first in itself, then in the shown.
  const borders = new Int32Array(replay.length);
  for (let at = 1, length = 0; at < replay.length; at += 1) {
    while (length > 0 && replay[at] !== replay[length]) length = borders[length - 1] ?? 0;
    if (replay[at] === replay[length]) length += 1;
    borders[at] = length;
  }
  let length = 0;
  for (const byte of shown.subarray(-replay.length)) {
    while (length > 0 && (length === replay.length || byte !== replay[length])) length = borders[length - 1] ?? 0;
    if (byte === replay[length]) length += 1;
  }
  return length;
}
