import type { ComponentChildren } from "preact";

/** Something that can take the place of what is being typed. */
export interface Offer {
  readonly key: string;
  readonly face: ComponentChildren;
  readonly name: string;
  readonly note: string;
  /** What comes into the text. */
  readonly inserted: string;
}

export interface OffersProps {
  readonly label: string;
  readonly offers: readonly Offer[];
  readonly active: number;
  readonly onChoose: (offer: Offer) => void;
}

/** The names that fit what is being typed, above the composer. */
export function Offers({ label, offers, active, onChoose }: OffersProps) {
  return (
    <div class="offers" id="offers" role="listbox" aria-label={label}>
      {offers.map((offer, index) => (
        <div
          key={offer.key}
          class="option"
          role="option"
          id={`offer-${index}`}
          aria-selected={index === active}
          // The focus stays in the field.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(offer)}
        >
          {offer.face}
          <span class="cut name">{offer.name}</span>
          <span class="cut note">{offer.note}</span>
        </div>
      ))}
    </div>
  );
}
