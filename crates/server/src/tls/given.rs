//! Certificates that the operator gives as PEM files.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

/// The two files, and what they said last.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
}

impl Given {
    /// The chain and its key; the sentence says which file to look at.
    pub(crate) fn read(&self) -> Result<Arc<CertifiedKey>, String> {
        let of = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let chain = CertificateDer::pem_file_iter(&self.certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| of(&self.certificate, &error))?;
        if chain.is_empty() {
            return Err(of(&self.certificate, &"there is no certificate in it"));
        }
        let key = PrivateKeyDer::from_pem_file(&self.key).map_err(|error| of(&self.key, &error))?;
        let certified = CertifiedKey::from_der(chain, key, &rustls::crypto::ring::default_provider());
        certified.map(Arc::new).map_err(|error| of(&self.key, &error))
    }

    /// When either file was last written: a renewed certificate is taken up while the server runs.
    pub(crate) fn written(&self) -> Option<SystemTime> {
        let at = |path: &Path| std::fs::metadata(path).and_then(|data| data.modified()).ok();
        at(&self.certificate).max(at(&self.key))
    }
}
