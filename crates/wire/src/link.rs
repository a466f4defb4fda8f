//! The device link: a WebSocket at `GET /device/v2/:uuid/link` (device key) that carries yamux streams to the device.
//!
//! The platform opens a stream per connection it wants to a port of the device. Each stream begins with one request
//! line from the platform, `CONNECT <port>\n`, answered by one line from the device, `OK\n` or `ERR <sentence>\n`;
//! then it is a pipe of bytes, each side's end closing its half.

/// The path of the link for a device.
pub fn path(uuid: &str) -> String {
    format!("/device/v2/{uuid}/link")
}

/// The longest request or answer line, in bytes, its end included.
pub const MAX_LINE: usize = 256;

/// The line did not follow the form above.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the device link sent a line that is not one: update Binnacle on both ends to the same version")]
pub struct BadLine;

/// The request line for a port.
pub fn connect_line(port: u16) -> String {
    format!("CONNECT {port}\n")
}

/// The port a request line (without its end) asks for.
pub fn parse_connect(line: &str) -> Result<u16, BadLine> {
    line.strip_prefix("CONNECT ").and_then(|port| port.parse().ok()).filter(|port| *port != 0).ok_or(BadLine)
}

/// What the device says to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The port answers; bytes follow.
    Ok,
    /// It does not, and why.
    Err(String),
}

impl Answer {
    /// The answer as a line.
    pub fn to_line(&self) -> String {
        match self {
            Self::Ok => "OK\n".to_owned(),
            Self::Err(why) => {
                let why: String =
                    why.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_LINE / 8).collect();
                format!("ERR {why}\n")
            }
        }
    }

    /// Reads a line (without its end).
    pub fn parse(line: &str) -> Result<Self, BadLine> {
        match line.strip_prefix("ERR ") {
            Some(why) => Ok(Self::Err(why.to_owned())),
            None if line == "OK" => Ok(Self::Ok),
            None => Err(BadLine),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_round_trip_and_are_bounded() {
        assert_eq!(parse_connect(connect_line(22_222).trim_end()), Ok(22_222));
        for bad in ["", "CONNECT", "CONNECT 0", "CONNECT 70000", "CONNECT -1", "GET 80"] {
            assert_eq!(parse_connect(bad), Err(BadLine), "{bad}");
        }
        let answer = Answer::Err("no\nway ".repeat(100));
        let line = answer.to_line();
        assert!(line.len() <= MAX_LINE && line.matches('\n').count() == 1);
        assert_eq!(Answer::parse("OK"), Ok(Answer::Ok));
    }
}
