// Uploads a file with tus-js-client as an app would. Reads {endpoint, path, metadata, headers, chunkSize, url,
// abortAfter} from its argument; prints {url, offset} as JSON.
import { createReadStream, statSync } from 'node:fs'
import { Upload } from 'tus-js-client'

const task = JSON.parse(process.argv[2])
const upload = new Upload(createReadStream(task.path), {
  endpoint: task.endpoint,
  uploadUrl: task.url ?? null,
  uploadSize: statSync(task.path).size,
  chunkSize: task.chunkSize,
  uploadDataDuringCreation: task.whole ?? false,
  metadata: task.metadata,
  headers: task.headers,
  retryDelays: [0, 100, 500, 1000],
  onProgress(sent) {
    if (task.abortAfter && sent >= task.abortAfter) finish(sent)
  },
  onSuccess: () => finish(null),
  onError(error) {
    console.log(JSON.stringify({ error: error.message, status: error.originalResponse?.getStatus() ?? null }))
    process.exit(1)
  },
})

function finish(offset) {
  upload.abort().then(() => {
    console.log(JSON.stringify({ url: upload.url, offset }))
    process.exit(0)
  })
}

upload.start()
