/** Words of whole pages, which no island needs. */
export const pagesEn = {
  "app.name": "Freshet",
  "page.title": "{title} · Freshet",

  "error.title.not_found": "There is nothing here",
  "error.line.not_found": "The address is wrong, or what was here is gone or not for you.",
  "error.title.forbidden": "You cannot do this here",
  "error.line.forbidden": "Your role does not allow it. Ask the owner or an admin.",
  "error.title.bad_origin": "This came from another site",
  "error.line.bad_origin":
    "The form was sent from an address that this server does not know. Open the page here and try again.",
  "error.title.rate_limited": "That was too much at once",
  "error.line.rate_limited": "Wait a moment, then try again.",
  "error.title.unavailable": "The server cannot reach its storage",
  "error.line.unavailable": "Nothing was lost. Try again in a moment.",
  "error.title.gone": "This link is no longer valid",
  "error.line.gone": "It has expired, was used up or taken back. Ask for a new one.",
  "error.title.invalid": "That cannot be done",
  "error.title.internal": "Something went wrong on our side",
  "error.line.internal": "It has been noted. If it happens again, give your operator this number: {id}",
  "error.home": "To the chats",
  "error.retry": "Try again",
} as const;
