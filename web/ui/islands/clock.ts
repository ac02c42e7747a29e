const two = (value: number): string => String(value).padStart(2, "0");

/** Seconds as people read them: `0:07`, `12:34`, `1:02:03`. */
export function clock(time: number): string {
  const whole = Number.isFinite(time) ? Math.max(0, Math.floor(time)) : 0;
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
