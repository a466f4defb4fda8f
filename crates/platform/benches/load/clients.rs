//! The other side of the wire, as a process of its own: readers of log streams, polling devices, devices with links.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use link::device::serve;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use crate::server::Device;

/// The first argument of such a process.
pub(crate) const ROLE: &str = "clients";

/// What readers wait for comes within this, or never.
const WITHIN: Duration = Duration::from_mins(3);

/// Such a process, as the measuring one holds it: it says a line when it is ready and one when it is done.
pub(crate) struct Clients {
    child: Child,
    input: ChildStdin,
    output: BufReader<std::process::ChildStdout>,
}

impl Clients {
    /// Starts one; `lines` are its standard input.
    pub(crate) fn start(arguments: &[String], lines: &[String]) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg(ROLE).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        writeln!(input, "{}", lines.len()).unwrap();
        for line in lines {
            writeln!(input, "{line}").unwrap();
        }
        input.flush().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, input, output }
    }

    /// Lets it go on.
    pub(crate) fn go(&mut self) {
        writeln!(self.input, "go").unwrap();
        self.input.flush().unwrap();
    }

    /// Waits for its next line.
    pub(crate) fn said(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line.trim().to_owned()
    }

    pub(crate) fn end(mut self) {
        drop(self.input);
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// A device as a line of input.
pub(crate) fn line_of(device: &Device) -> String {
    format!("{} {}", device.uuid, device.key)
}

pub(crate) fn run(arguments: &[String]) {
    let mut input = std::io::stdin().lines();
    let count: usize = input.next().unwrap().unwrap().parse().unwrap();
    let lines: Vec<String> = input.by_ref().take(count).map(Result::unwrap).collect();
    drop(input);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let address = arguments[1].clone();
    let number = |at: usize| arguments[at].parse::<u64>().unwrap();
    match &*arguments[0] {
        "readers" => runtime.block_on(readers(&address, &lines[0], number(2), number(3), number(4))),
        "pollers" => runtime.block_on(pollers(&address, lines, number(2), number(3))),
        "links" => runtime.block_on(links(&address, &lines)),
        other => panic!("{other}"),
    }
}

fn say(text: &str) {
    println!("{text}");
    std::io::stdout().flush().unwrap();
}

/// `healthy` readers of a path that read `expected` lines each, and `stuck` ones that never read.
async fn readers(address: &str, head: &str, healthy: u64, stuck: u64, expected: u64) {
    let head = head.replace("\\r\\n", "\r\n");
    let total = Arc::new(AtomicU64::new(0));
    let mut held = Vec::new();
    for _ in 0..stuck {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        held.push(stream);
    }
    for _ in 0..healthy {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut buffer = vec![0; 64 * 1_024];
        let count = stream.read(&mut buffer).await.unwrap();
        assert!(buffer[..count].starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&buffer[..count]));
        let total = Arc::clone(&total);
        tokio::spawn(async move {
            loop {
                match stream.read(&mut buffer).await {
                    Ok(0) | Err(_) => return,
                    Ok(count) => {
                        // Every line, and nothing else of the stream, has one.
                        let lines = memchr::memchr_iter(b'}', &buffer[..count]).count();
                        total.fetch_add(u64::try_from(lines).unwrap(), Ordering::Relaxed);
                    }
                }
            }
        });
    }
    say("ready");
    let deadline = Instant::now() + WITHIN;
    while total.load(Ordering::Relaxed) < healthy * expected {
        let read = total.load(Ordering::Relaxed);
        assert!(Instant::now() < deadline, "{read} of {} lines came within {WITHIN:?}", healthy * expected);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(total.load(Ordering::Relaxed), healthy * expected, "no line comes twice");
    say("done");
    std::future::pending::<()>().await;
}

/// Each device polls once in `seconds`, its connection kept by one of `connections`. All poll once before to learn their
/// tags, and when the server has seen to that, once more.
async fn pollers(address: &str, devices: Vec<String>, connections: u64, seconds: u64) {
    let share = devices.len().div_ceil(usize::try_from(connections).unwrap());
    let mut tasks = Vec::new();
    let gap = Duration::from_secs(seconds).div_f64(devices.len() as f64);
    let (ready, _) = tokio::sync::broadcast::channel::<Instant>(1);
    let waiting = Arc::new(tokio::sync::Barrier::new(devices.len().div_ceil(share) + 1));
    for (first, devices) in devices.chunks(share).enumerate() {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let (mut begin, waiting, devices) = (ready.subscribe(), Arc::clone(&waiting), devices.to_vec());
        let stride = u32::try_from(connections).unwrap();
        tasks.push(tokio::spawn(async move {
            let mut polls = Vec::new();
            for device in &devices {
                let (uuid, key) = device.split_once(' ').unwrap();
                let head =
                    format!("GET /device/v3/{uuid}/state HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {key}\r\n");
                let (status, tag) = exchange(&mut stream, &format!("{head}\r\n")).await;
                assert_eq!(status, 200);
                polls.push(format!("{head}if-none-match: {}\r\n\r\n", tag.unwrap()));
            }
            waiting.wait().await;
            begin.recv().await.unwrap();
            for poll in &polls {
                exchange(&mut stream, poll).await;
            }
            waiting.wait().await;
            let start = begin.recv().await.unwrap();
            let mut times = Vec::new();
            for (turn, poll) in (0..).zip(&polls) {
                let due = start + gap * (u32::try_from(first).unwrap() + turn * stride);
                tokio::time::sleep_until(due.into()).await;
                let (status, _) = exchange(&mut stream, poll).await;
                assert_eq!(status, 304);
                // From when it was due: a server that falls behind is not let off.
                times.push(due.elapsed());
            }
            times
        }));
    }
    waiting.wait().await;
    say("polled");
    tokio::task::spawn_blocking(|| std::io::stdin().lines().next()).await.unwrap();
    ready.send(Instant::now()).unwrap();
    waiting.wait().await;
    say("ready");
    let start = Instant::now() + Duration::from_millis(200);
    ready.send(start).unwrap();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.unwrap());
    }
    times.sort();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1_000.0;
    say(&format!("{:.3} {:.3} {:.3} {:.3}", at(50), at(99), at(100), start.elapsed().as_secs_f64()));
}

/// Sends a request and reads its answer: the status and the entity tag.
async fn exchange(stream: &mut TcpStream, request: &str) -> (u16, Option<String>) {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut buffer = Vec::with_capacity(2_048);
    loop {
        assert!(stream.read_buf(&mut buffer).await.unwrap() > 0);
        let Some(end) = memchr::memmem::find(&buffer, b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
        let field =
            |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned());
        let body: usize = field("content-length:").map_or(0, |length| length.parse().unwrap());
        let status = head[9..12].parse().unwrap();
        let missing = if status == 304 { 0 } else { (end + 4 + body).saturating_sub(buffer.len()) };
        let mut rest = vec![0; missing];
        stream.read_exact(&mut rest).await.unwrap();
        return (status, field("etag:"));
    }
}

/// Devices that are linked and do nothing.
async fn links(address: &str, devices: &[String]) {
    for device in devices {
        let (uuid, key) = device.split_once(' ').unwrap();
        let mut request = format!("ws://{address}{}", wire::link::path(uuid)).into_client_request().unwrap();
        request.headers_mut().insert("authorization", format!("Bearer {key}").parse().unwrap());
        let stream = TcpStream::connect(address).await.unwrap();
        let (socket, _) = tokio_tungstenite::client_async(request, stream).await.unwrap();
        tokio::spawn(async move {
            let nothing = |_| std::future::ready(Ok::<_, String>(duplex(64).0));
            let _ = serve(socket, nothing).await;
        });
    }
    say("ready");
    std::future::pending::<()>().await;
}
