/** Where models of engagement are fitted for. */
export const socialPlatforms = ['instagram', 'linkedin', 'facebook', 'tiktok'] as const;

/** Where designs come from: the four networks, and two galleries whose members show their work. */
export const creativePlatforms = [...socialPlatforms, 'dribbble', 'behance'] as const;

/** A social platform, with posts and followers. */
export type SocialPlatform = (typeof socialPlatforms)[number];
/** A platform that a creative can run on. */
export type CreativePlatform = (typeof creativePlatforms)[number];
