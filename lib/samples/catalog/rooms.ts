import { type CategoryName, categoryOf } from './categories.js';

/** Rooms that people furnish, and how the category table calls them and what is in them. */
const rooms = {
  living: [
    'Living Room',
    'Family Room',
    'Lounge',
    'Reading Nook',
    'Couch',
    'Reading Chair',
    'Mantel',
    'Library',
  ],
  bedroom: ['Bedroom', 'Guest Room', 'Bed', 'End of Bed', 'Closet', 'Nursery', 'Nightstand'],
  dining: ['Dining Room', 'Kitchen', 'Breakfast Nook', 'Kitchen Island', 'Dining Table', 'Home Bar'],
  office: ['Home Office', 'Study', 'Office', 'Gaming Room', 'Shelf'],
  entry: ['Entryway', 'Hallway', 'Front Door'],
  outside: ['Patio', 'Balcony'],
} as const satisfies Record<string, readonly string[]>;

export type Room = keyof typeof rooms;

export const roomNames = Object.keys(rooms) as Room[];

/** The rooms that a category belongs to. */
export function roomsOf(category: CategoryName): Room[] {
  const named = new Set<string>(categoryOf(category).rooms);
  return roomNames.filter((room) => rooms[room].some((word) => named.has(word)));
}
