//! The certificate that is shown now, and its renewal while the server runs.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant, SystemTime};

use rustls::ServerConfig;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use crate::cli::TlsArguments;
use crate::failure::Failure;
use crate::tls::authority::{Authority, CERTIFICATE_DAYS};
use crate::tls::given::Given;
use crate::tls::names;

const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Long before it ends, as who keeps connections open for weeks needs.
const RENEW_AFTER: Duration = Duration::from_hours(24 * CERTIFICATE_DAYS / 3);

/// Where certificates come from.
#[derive(Debug)]
enum Source {
    Own { authority: Box<Authority>, names: Vec<String> },
    Given { files: Given, written: Option<SystemTime> },
}

/// TLS as the ports speak it.
#[derive(Debug)]
pub(crate) struct Tls {
    source: Source,
    shown: Arc<Shown>,
}

/// The certificate of the next handshake.
#[derive(Debug)]
struct Shown(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl Tls {
    /// From the given files, or from the authority in the data folder.
    pub(crate) fn open(arguments: &TlsArguments, data: &Path, listened: &[SocketAddr]) -> Result<Self, Failure> {
        let (source, certified) = if let (Some(certificate), Some(key)) = (&arguments.certificate, &arguments.key) {
            let files = Given { certificate: certificate.clone(), key: key.clone() };
            let written = files.written();
            let certified = files.read().map_err(Failure::start)?;
            (Source::Given { files, written }, certified)
        } else {
            let authority = Box::new(Authority::open(&data.join("tls")).map_err(Failure::start)?);
            let names = names::of_this_machine(listened, &arguments.names);
            let certified = authority.sign(&names).map_err(Failure::start)?;
            (Source::Own { authority, names }, certified)
        };
        Ok(Self { source, shown: Arc::new(Shown(RwLock::new(certified))) })
    }

    /// The certificate that devices have to trust, as PEM; none where the given one is trusted anyway.
    pub(crate) fn root(&self) -> Option<&str> {
        match &self.source {
            Source::Own { authority, .. } => Some(&authority.certificate),
            Source::Given { .. } => None,
        }
    }

    /// What accepts handshakes.
    pub(crate) fn acceptor(&self) -> Result<TlsAcceptor, Failure> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let resolver: Arc<dyn ResolvesServerCert> = Arc::clone(&self.shown) as _;
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(Failure::start)?
            .with_no_client_auth()
            .with_cert_resolver(resolver);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    /// Shows a new certificate when the given files were written anew, or when our own grows old.
    pub(crate) async fn renew(mut self, stop: CancellationToken) {
        let mut signed = Instant::now();
        while stop.run_until_cancelled(tokio::time::sleep(LOOK_EVERY)).await.is_some() {
            let renewed = match &mut self.source {
                Source::Own { authority, names } if signed.elapsed() >= RENEW_AFTER => {
                    signed = Instant::now();
                    authority.sign(names).map_err(|error| error.to_string())
                }
                Source::Given { files, written } if files.written() != *written => {
                    *written = files.written();
                    files.read()
                }
                _ => continue,
            };
            match renewed {
                Ok(certified) => *self.shown.0.write().unwrap_or_else(PoisonError::into_inner) = certified,
                Err(why) => tracing::error!(%why, "the old certificate stays, since the new one cannot be used"),
            }
        }
    }
}
