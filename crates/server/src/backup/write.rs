//! `binnacle backup`: the data folder into one file, while the server works in it or not.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, Header};

use crate::backup::manifest::{Digesting, FORM, Manifest, NAME};
use crate::backup::source;
use crate::failure::Failure;

type Archive = Builder<GzEncoder<BufWriter<File>>>;

/// Writes the backup of `data` to the new file `to`: all of it, or no file.
pub(crate) fn run(data: &Path, to: &Path) -> Result<(), Failure> {
    if to.exists() {
        return Err(Failure::start(format!("{} is there already: choose a file that is not", to.display())));
    }
    if !data.join(store::backup::COPY).exists() {
        return Err(Failure::start(format!("{} holds no database: say where with --data", data.display())));
    }
    let half = Half::beside(to);
    let written = archive(data, &half).map_err(|error| Failure::broke(format!("{}: {error}", to.display())))?;
    fs::rename(&half.file, to).map_err(|error| Failure::broke(format!("{}: {error}", to.display())))?;
    say(&format!("{}: {} files, {} kB", to.display(), written.files.len(), size(to) / 1000))
}

/// The files in the making, removed when it does not come to an end.
struct Half {
    file: PathBuf,
    database: PathBuf,
}

impl Half {
    fn beside(to: &Path) -> Self {
        let with = |end: &str| {
            let mut name = to.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        };
        Self { file: with(".part"), database: with(".database.part") }
    }
}

impl Drop for Half {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.file);
        let _ = fs::remove_file(&self.database);
    }
}

fn archive(data: &Path, half: &Half) -> io::Result<Manifest> {
    let _ = fs::remove_file(&half.database);
    let file = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&half.file)?;
    let mut archive = Builder::new(GzEncoder::new(BufWriter::new(file), Compression::fast()));
    let mut manifest = Manifest { form: FORM, files: std::collections::BTreeMap::new() };
    // Files before the database and after it: what one of its rows speaks of was there before the copy was made, or is
    // there afterwards, even when the server removes or adds files meanwhile.
    add_files(&mut archive, &mut manifest, data)?;
    drop(OpenOptions::new().create_new(true).write(true).mode(0o600).open(&half.database)?);
    store::backup::snapshot(data, &half.database).map_err(io::Error::other)?;
    add(&mut archive, &mut manifest, &half.database, store::backup::COPY)?;
    add_files(&mut archive, &mut manifest, data)?;

    let last = serde_json::to_vec_pretty(&manifest)?;
    archive.append_data(&mut header(last.len() as u64), NAME, last.as_slice())?;
    let file = archive.into_inner()?.finish()?.into_inner()?;
    file.sync_all()?;
    Ok(manifest)
}

fn add_files(archive: &mut Archive, manifest: &mut Manifest, data: &Path) -> io::Result<()> {
    for path in source::files(data)? {
        let Some(name) = path.to_str() else { continue };
        if !manifest.files.contains_key(name) {
            match add(archive, manifest, &data.join(&path), name) {
                // Removed by the server since the folder was read.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                done => done?,
            }
        }
    }
    Ok(())
}

fn add(archive: &mut Archive, manifest: &mut Manifest, path: &Path, name: &str) -> io::Result<()> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    // A file that grows meanwhile is taken as long as it was.
    let mut read = Digesting::new(file.take(length));
    archive.append_data(&mut header(length), name, &mut read)?;
    manifest.files.insert(name.to_owned(), read.hex());
    Ok(())
}

/// For the owner alone: a backup holds keys.
fn header(length: u64) -> Header {
    let mut header = Header::new_gnu();
    header.set_size(length);
    header.set_mode(0o600);
    header
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |data| data.len())
}

fn say(line: &str) -> Result<(), Failure> {
    writeln!(io::stdout(), "{line}").map_err(Failure::broke)
}
