const { PassThrough, Readable, pipeline } = require('node:stream');

/** The body of an address as a stream that tells of its `response` first; where there is none, status 0 says why. */
function request({ url, method, headers }) {
  const body = new PassThrough();
  fetch(url, { method, headers }).then(
    (response) => {
      body.emit('response', { statusCode: response.status, statusMessage: response.statusText });
      if (response.ok && response.body) pipeline(Readable.fromWeb(response.body), body, () => {});
      else body.end();
    },
    (error) => {
      body.emit('response', { statusCode: 0, statusMessage: error.cause?.message ?? error.message });
      body.end();
    },
  );
  return body;
}

module.exports = request;
module.exports.get = (url) => request({ url });
