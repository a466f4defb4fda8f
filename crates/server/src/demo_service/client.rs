//! A client: asks the web service of the same device in turn, and tells method, status and latency.

use std::fs;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::meeting_place::meeting_place;
use super::say::{err, out, pause};

const PATHS: &[&str] = &["/health", "/", "/load", "/health", "/", "/favicon.ico"];

pub(super) fn run() -> io::Result<()> {
    for path in PATHS.iter().cycle() {
        let began = Instant::now();
        match ask(path) {
            Ok(status) if status.starts_with('2') => {
                out(&format!("GET {path} {status} {:.1}ms", began.elapsed().as_secs_f64() * 1e3))?;
            }
            Ok(status) => err(&format!("WARN GET {path} {status} {:.1}ms", began.elapsed().as_secs_f64() * 1e3))?,
            Err(error) => err(&format!("ERROR GET {path} failed: {error}"))?,
        }
        pause(3_000);
    }
    Ok(())
}

fn ask(path: &str) -> io::Result<String> {
    let port: u16 = fs::read_to_string(meeting_place())?.trim().parse().map_err(io::Error::other)?;
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(4_096).read_to_string(&mut answer)?;
    let status = answer.split(' ').nth(1).ok_or_else(|| io::Error::other("the answer is not HTTP"))?;
    Ok(status.to_owned())
}
