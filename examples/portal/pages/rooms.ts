/** The rooms of the portal, in the order in which their routes are asked. */
import type { Room } from '../web/room.ts'
import { assistanceRoom } from './assistance/room.ts'
import { deskEntrance } from './desk/entrance.ts'
import { home } from './home.ts'
import { post } from './post.ts'
import { registrationRoom } from './registration/room.ts'

export const rooms: readonly Room[] = [home, post, registrationRoom, assistanceRoom, deskEntrance]
