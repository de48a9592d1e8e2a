/** One segment of a path, decoded. A segment that cannot be decoded stays as it is, and so names nothing. */
export const decodeSegment = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
