//! A connection that breaks: TCP between a page and the gateway, cut after so many bytes.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[derive(Debug)]
pub(crate) struct Cutter {
    pub(crate) address: SocketAddr,
    pub(crate) cuts: Arc<AtomicUsize>,
}

impl Cutter {
    /// Cuts the first `wanted` connections, each after fewer than `within` bytes of both directions together.
    pub(crate) async fn start(gateway: SocketAddr, wanted: usize, within: i64, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let cuts = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&cuts);
        tokio::spawn(async move {
            let mut random = SmallRng::seed_from_u64(seed);
            for number in 0.. {
                let Ok((page, _)) = listener.accept().await else { return };
                let bytes = if number < wanted { random.random_range(1..within) } else { i64::MAX };
                let counted = Arc::clone(&counted);
                tokio::spawn(async move {
                    let Ok(server) = TcpStream::connect(gateway).await else { return };
                    let left = AtomicI64::new(bytes);
                    let (mut page_in, mut page_out) = page.into_split();
                    let (mut server_in, mut server_out) = server.into_split();
                    tokio::select! {
                        () = copy(&mut page_in, &mut server_out, &left) => {}
                        () = copy(&mut server_in, &mut page_out, &left) => {}
                    }
                    if left.load(Ordering::Relaxed) <= 0 {
                        counted.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
        });
        Self { address, cuts }
    }
}

async fn copy(from: &mut (impl AsyncReadExt + Unpin), to: &mut (impl AsyncWriteExt + Unpin), left: &AtomicI64) {
    let mut buffer = vec![0; 16_384];
    loop {
        let Ok(read @ 1..) = from.read(&mut buffer).await else { return };
        let before = left.fetch_sub(i64::try_from(read).unwrap(), Ordering::Relaxed);
        let may = usize::try_from(before.max(0)).unwrap().min(read);
        if to.write_all(&buffer[..may]).await.is_err() || may < read {
            return;
        }
    }
}
