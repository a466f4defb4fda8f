//! A web server on a free loopback port: answers requests, one line each.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use super::figures::Figures;
use super::meeting_place::meeting_place;
use super::say::{err, out};

const MAX_HEAD: u64 = 8_192;

pub(super) fn run(release: &str) -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    let place = meeting_place();
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(place, port.to_string())?;
    out(&format!("listening on 127.0.0.1:{port}, release {release}"))?;
    for stream in listener.incoming() {
        if let Err(error) = stream.and_then(|stream| answer(&stream, release)) {
            err(&format!("error: a request broke off: {error}"))?;
        }
    }
    Ok(())
}

fn answer(mut stream: &TcpStream, release: &str) -> io::Result<()> {
    let began = Instant::now();
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    let mut reader = BufReader::new(stream.take(MAX_HEAD));
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let path = first.split(' ').nth(1).unwrap_or("-");
    let (status, body) = match path {
        "/" => ("200 OK", format!("<h1>release {release}</h1>")),
        "/health" => ("200 OK", "ok".to_owned()),
        "/load" => ("200 OK", format!("{:.2}", Figures::read()?.load)),
        _ => ("404 Not Found", "no such page".to_owned()),
    };
    write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())?;
    let micros = began.elapsed().as_micros();
    let line = format!("127.0.0.1 \"{}\" {} {} {micros}us", first.trim_end().escape_debug(), &status[..3], body.len());
    if status.starts_with("404") { err(&line) } else { out(&line) }
}
