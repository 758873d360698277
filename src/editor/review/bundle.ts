/** What a review takes: read as one file when somebody asks for one, or looks at a record, not on activation. */
export { openReviews } from './reviews.ts';
