/** The mark: a play triangle made of stream bars. */
export const Logo = ({ size = 24 }: { readonly size?: number }) => (
  <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden className="shrink-0">
    <rect width="32" height="32" rx="7" className="fill-accent" />
    <g className="fill-on-accent">
      <rect x="8.5" y="6" width="5" height="3.2" rx="1.6" />
      <rect x="8.5" y="10.2" width="11" height="3.2" rx="1.6" />
      <rect x="8.5" y="14.4" width="17" height="3.2" rx="1.6" />
      <rect x="8.5" y="18.6" width="11" height="3.2" rx="1.6" />
      <rect x="8.5" y="22.8" width="5" height="3.2" rx="1.6" />
    </g>
  </svg>
)
