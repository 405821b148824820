//! A stream that can be cut from outside. `russh` itself ends a connection only once it has written
//! what it wants to write, which a peer that never reads puts off for ever; and dropping it merely
//! lets go of its task. Here reading and writing fail from the moment it is cut.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Cuts a connection, and knows how much went through it.
#[derive(Debug, Default)]
pub struct Switch {
    cut: AtomicBool,
    reader: Mutex<Option<Waker>>,
    writer: Mutex<Option<Waker>>,
    received: AtomicU64,
    sent: AtomicU64,
}

impl Switch {
    /// Cuts the connection, whatever it waits for.
    pub fn cut(&self) {
        self.cut.store(true, Ordering::SeqCst);
        for side in [&self.reader, &self.writer] {
            let waker = side.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }

    /// Bytes received and sent.
    pub fn bytes(&self) -> (u64, u64) {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        (of(&self.received), of(&self.sent))
    }

    /// Whether to go on; where it is cut later, `side` is woken.
    fn check(&self, side: &Mutex<Option<Waker>>, context: &Context<'_>) -> io::Result<()> {
        *side.lock().unwrap_or_else(PoisonError::into_inner) = Some(context.waker().clone());
        // After the waker, so that a cut that comes between is seen here.
        if self.cut.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        Ok(())
    }
}

/// A stream with a switch.
pub struct Guarded<S> {
    stream: S,
    switch: Arc<Switch>,
}

impl<S> Guarded<S> {
    /// Guards `stream`.
    pub fn new(stream: S, switch: Arc<Switch>) -> Self {
        Self { stream, switch }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Guarded<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let switch = Arc::clone(&self.switch);
        switch.check(&switch.reader, context)?;
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        let count = buffer.filled().len() - before;
        switch.received.fetch_add(count as u64, Ordering::Relaxed);
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Guarded<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let switch = Arc::clone(&self.switch);
        switch.check(&switch.writer, context)?;
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        if let Poll::Ready(Ok(count)) = &polled {
            switch.sent.fetch_add(*count as u64, Ordering::Relaxed);
        }
        polled
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.switch.check(&self.switch.writer, context)?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.switch.check(&self.switch.writer, context)?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    #[tokio::test]
    async fn a_cut_ends_a_read_and_a_write_that_would_wait_for_ever() {
        let (near, _far) = duplex(4);
        let switch = Arc::new(Switch::default());
        let (mut reader, mut writer) = tokio::io::split(Guarded::new(near, Arc::clone(&switch)));
        let reading = tokio::spawn(async move { reader.read_u8().await });
        let writing = tokio::spawn(async move { writer.write_all(b"more than four").await });
        tokio::task::yield_now().await;
        switch.cut();
        for ended in [reading.await.unwrap().map(drop), writing.await.unwrap()] {
            assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::ConnectionAborted);
        }
        assert_eq!(switch.bytes(), (0, 4));
    }
}
