/** What makes the row of nobody as long as that of a subscriber whose renewal is under way. */

// As long as a verifier by argon2id with the id of its pepper, and as the fields that a renewal under way has besides.
export const filler: string = ' '.repeat(180)
