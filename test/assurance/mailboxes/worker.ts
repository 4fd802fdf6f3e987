/** A process that moves mailboxes, and is killed: the worker of the demo, as it is. */
import { beWorker } from '../../../examples/demo/migration/worker.ts'

await beWorker()
