/** The rooms of the portal, in the order in which their routes are asked. */
import type { Room } from '../web/room.ts'
import { area } from './area/room.ts'
import { assistanceRoom } from './assistance/room.ts'
import { deskEntrance } from './desk/entrance.ts'
import { deskOffice } from './desk/office.ts'
import { deskRequests } from './desk/requests.ts'
import { enter } from './enter/room.ts'
import { entrance } from './entrance/room.ts'
import { home } from './home.ts'
import { links } from './links/room.ts'
import { post } from './post.ts'
import { registrationRoom } from './registration/room.ts'

export const rooms: readonly Room[] = [
  ...[home, registrationRoom, assistanceRoom, entrance, enter, area, links, post],
  ...[deskEntrance, deskRequests, ...deskOffice],
]
