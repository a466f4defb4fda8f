//! Whom the device believes to be its API: who shows a certificate of the given authority, or of one the system trusts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

/// Whom to believe cannot be made out.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// The file that is to be trusted cannot be.
    #[error("{} cannot be trusted ({why}): give the API's certificate authority as a PEM file", path.display())]
    Certificate { path: PathBuf, why: String },
    /// The library does not do what it is asked to.
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
}

/// What TLS needs towards the API at `base`; `root` is a PEM file, as `balenaRootCA` of a config.json.
pub(crate) fn towards(base: &str, root: Option<&Path>) -> Result<Arc<ClientConfig>, TrustError> {
    let mut roots = RootCertStore::empty();
    match root {
        Some(path) => {
            let untrusted = |why: String| TrustError::Certificate { path: path.to_owned(), why };
            for certificate in CertificateDer::pem_file_iter(path).map_err(|error| untrusted(error.to_string()))? {
                let certificate = certificate.map_err(|error| untrusted(error.to_string()))?;
                roots.add(certificate).map_err(|error| untrusted(error.to_string()))?;
            }
            if roots.is_empty() {
                return Err(untrusted("there is no certificate in it".to_owned()));
            }
        }
        None if base.starts_with("https://") => {
            // A broken certificate among the system's must not keep the good ones from serving.
            let (_, _broken) = roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
        None => {}
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_certificate_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ca.pem");
        std::fs::write(&file, "no certificate").unwrap();
        let refused = towards("https://localhost", Some(&file)).unwrap_err().to_string();
        assert!(refused.contains("ca.pem") && refused.contains("no certificate in it"), "{refused}");
        assert!(towards("http://localhost", None).is_ok());
    }
}
