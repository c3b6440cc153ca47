/** Whether a variable that switches something is set to anything but `0` and `false`. */
export function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== '0' && value !== 'false';
}
