//! What of a layer is unpacked, and what is refused.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, Header};

use super::*;

struct Layer(Builder<GzEncoder<Vec<u8>>>);

impl Layer {
    fn new() -> Self {
        Self(Builder::new(GzEncoder::new(Vec::new(), Compression::fast())))
    }

    /// Adds an entry with the path as it is: the crate's own setters would refuse the wicked ones.
    fn entry(mut self, path: &str, kind: EntryType, link: &str, content: &[u8]) -> Self {
        let mut header = Header::new_ustar();
        header.set_entry_type(kind);
        header.set_mode(0o4777);
        header.set_size(content.len() as u64);
        let name = &mut header.as_mut_bytes()[..100];
        name[..path.len()].copy_from_slice(path.as_bytes());
        header.as_mut_bytes()[157..157 + link.len()].copy_from_slice(link.as_bytes());
        header.set_cksum();
        self.0.append(&header, content).unwrap();
        self
    }

    fn file(self, path: &str, content: &[u8]) -> Self {
        self.entry(path, EntryType::Regular, "", content)
    }

    fn bytes(self) -> Vec<u8> {
        self.0.into_inner().unwrap().finish().unwrap()
    }
}

fn unpack_all(layers: Vec<Layer>, root: &Path) -> Result<(), PullError> {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for (index, layer) in layers.into_iter().enumerate() {
        let path = folder.path().join(index.to_string());
        File::create(&path).unwrap().write_all(&layer.bytes()).unwrap();
        paths.push(path);
    }
    unpack(&paths, root)
}

#[test]
fn upper_layers_replace_and_hide_lower_ones() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root");
    let lower = Layer::new().file("bin/run", b"one").file("old", b"x").file("conf/a", b"a").file("conf/b", b"b");
    let upper = Layer::new()
        .file("./bin/run", b"two")
        .file(".wh.old", b"")
        .file("conf/.wh..wh..opq", b"")
        .file("conf/c", b"c")
        .entry("bin/start", EntryType::Symlink, "../bin/run", b"")
        .entry("bin/same", EntryType::Link, "bin/run", b"");
    unpack_all(vec![lower, upper], &root).unwrap();
    assert_eq!(fs::read(root.join("bin/start")).unwrap(), b"two");
    assert_eq!(fs::read(root.join("bin/same")).unwrap(), b"two");
    assert!(!root.join("old").exists() && !root.join("conf/a").exists() && root.join("conf/c").exists());
    assert_eq!(fs::metadata(root.join("bin/run")).unwrap().permissions().mode() & 0o7777, 0o755);
}

#[test]
fn nothing_leaves_the_folder() {
    let out = |path: &str| Layer::new().file(path, b"x");
    let link = |to: &str| Layer::new().entry("d", EntryType::Symlink, to, b"");
    let wicked = [
        out("../escape"),
        out("/escape"),
        out("a/../../escape"),
        link("/etc/passwd"),
        link("../escape"),
        link("b/../../escape"),
        link("b").file("b/keep", b"").file("d/through", b"x"),
        Layer::new().entry("h", EntryType::Link, "../escape", b""),
        Layer::new().entry("h", EntryType::Link, "missing", b""),
        Layer::new().entry("n", EntryType::Char, "", b""),
        Layer::new().entry("n", EntryType::Fifo, "", b""),
        out(".wh..."),
    ];
    for (index, layer) in wicked.into_iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("escape"), "untouched").unwrap();
        let refused = unpack_all(vec![layer], &folder.path().join("root"));
        assert!(matches!(refused, Err(PullError::Unsafe(_))), "{index}: {refused:?}");
        assert_eq!(fs::read(folder.path().join("escape")).unwrap(), b"untouched");
    }
}

#[test]
fn a_layer_that_is_no_archive_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("layer");
    fs::write(&path, b"not gzip").unwrap();
    assert!(unpack(&[path], &folder.path().join("root")).is_err());
}
