//! The platform's own certificate authority: made at the first start, kept in the data folder, signs a certificate a start.
//!
//! Devices keep its certificate as `balenaRootCA` of their config.json, so it outlives many certificates.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;

/// How long a certificate stands; a server that runs longer signs another in time.
pub(crate) const CERTIFICATE_DAYS: u64 = 90;
const DAY: Duration = Duration::from_hours(24);
/// Devices' clocks run late, never a decade.
const AUTHORITY: ([i32; 2], u8, u8) = ([2020, 2060], 1, 1);

/// Why there is no authority.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AuthorityError {
    /// Its files cannot be read or written.
    #[error("{path}: {source}")]
    File { path: String, source: io::Error },
    /// What stands there is no key or certificate.
    #[error(
        "the certificate authority in {folder} cannot be used ({why}): restore its two files, or remove both and give devices the new one"
    )]
    Broken { folder: String, why: String },
    /// A name that no certificate can carry.
    #[error("--tls-name: {0}")]
    Name(String),
}

/// The authority, ready to sign.
#[derive(Debug)]
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// Its certificate, for those who are to trust it.
    pub(crate) certificate: String,
}

impl Authority {
    /// Reads it from `folder`, or makes it there.
    pub(crate) fn open(folder: &Path) -> Result<Self, AuthorityError> {
        let (certificate, key) = (folder.join("ca.pem"), folder.join("ca.key"));
        let broken = |why: String| AuthorityError::Broken { folder: folder.display().to_string(), why };
        match (certificate.exists(), key.exists()) {
            (false, false) => make(folder, &certificate, &key)?,
            (true, true) => {}
            _ => return Err(broken("one of its two files is missing".to_owned())),
        }
        let certificate = read(&certificate)?;
        let key = KeyPair::from_pem(&read(&key)?).map_err(|error| broken(error.to_string()))?;
        let issuer = Issuer::from_ca_cert_pem(&certificate, key).map_err(|error| broken(error.to_string()))?;
        Ok(Self { issuer, certificate })
    }

    /// A certificate with a key of its own for these names, with the authority's behind it.
    pub(crate) fn sign(&self, names: &[String]) -> Result<Arc<CertifiedKey>, AuthorityError> {
        let bad = |error: &dyn std::fmt::Display| AuthorityError::Name(error.to_string());
        let mut params = CertificateParams::new(names.to_vec()).map_err(|error| bad(&error))?;
        params.distinguished_name.push(DnType::CommonName, "Binnacle");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.use_authority_key_identifier_extension = true;
        let now = SystemTime::now();
        params.not_before = (now - DAY).into();
        params.not_after = (now + DAY * u32::try_from(CERTIFICATE_DAYS).unwrap_or(u32::MAX)).into();
        let key = KeyPair::generate().map_err(|error| bad(&error))?;
        let certificate = params.signed_by(&key, &self.issuer).map_err(|error| bad(&error))?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = rustls::crypto::ring::default_provider();
        let certified = CertifiedKey::from_der(vec![certificate.der().clone()], key, &provider);
        certified.map(Arc::new).map_err(|error| bad(&error))
    }
}

fn make(folder: &Path, certificate: &Path, key: &Path) -> Result<(), AuthorityError> {
    let broken =
        |error: rcgen::Error| AuthorityError::Broken { folder: folder.display().to_string(), why: error.to_string() };
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "Binnacle certificate authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let ([from, until], month, day) = AUTHORITY;
    params.not_before = rcgen::date_time_ymd(from, month, day);
    params.not_after = rcgen::date_time_ymd(until, month, day);
    let pair = KeyPair::generate().map_err(broken)?;
    let signed = params.self_signed(&pair).map_err(broken)?;
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|source| AuthorityError::File { path: folder.display().to_string(), source })?;
    // The key first: a certificate without its key is the state that a start refuses.
    write(key, &pair.serialize_pem())?;
    write(certificate, &signed.pem())
}

fn read(path: &Path) -> Result<String, AuthorityError> {
    fs::read_to_string(path).map_err(|source| AuthorityError::File { path: path.display().to_string(), source })
}

/// Whole or not at all, readable by the owner alone.
fn write(path: &Path, text: &str) -> Result<(), AuthorityError> {
    let half = path.with_extension("new");
    let written = OpenOptions::new()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(0o600)
        .open(&half)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&half, path));
    written.map_err(|source| AuthorityError::File { path: path.display().to_string(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_made_once_and_signs_for_names_and_addresses() {
        let folder = tempfile::tempdir().unwrap();
        let tls = folder.path().join("tls");
        let first = Authority::open(&tls).unwrap();
        let again = Authority::open(&tls).unwrap();
        assert_eq!(first.certificate, again.certificate);
        let certified = again.sign(&["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        assert!(certified.keys_match().is_ok());
        assert!(again.sign(&["not a name\u{7f}é".to_owned()]).is_err());
    }

    #[test]
    fn half_an_authority_is_refused_with_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        Authority::open(folder.path()).unwrap();
        fs::remove_file(folder.path().join("ca.key")).unwrap();
        let refused = Authority::open(folder.path()).unwrap_err().to_string();
        assert!(refused.contains("one of its two files is missing"), "{refused}");
        assert!(folder.path().join("ca.pem").exists());
    }
}
