const SECONDS = 0.18;

let audio: AudioContext | null = null;

/** Two soft notes, made on the spot: there is no file to load. */
export function playSound(): void {
  audio ??= new AudioContext();
  const gain = audio.createGain();
  const start = audio.currentTime;
  gain.gain.setValueAtTime(0.0001, start);
  gain.gain.exponentialRampToValueAtTime(0.06, start + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + SECONDS * 2);
  gain.connect(audio.destination);
  for (const [index, hertz] of [660, 880].entries()) {
    const note = audio.createOscillator();
    note.frequency.value = hertz;
    note.connect(gain);
    note.start(start + index * SECONDS * 0.6);
    note.stop(start + SECONDS * 2);
  }
}
