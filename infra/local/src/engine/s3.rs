//! S3 on a folder.

use std::path::Path;
use std::time::Duration;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::{EngineError, until};

/// After a refused connection, such as for want of file handles: trying at once would spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves until stopped.
pub(super) fn serve(
    listener: TcpListener,
    root: &Path,
    access_key: &str,
    secret_key: &str,
    stopped: watch::Receiver<()>,
) -> Result<(), EngineError> {
    let files = s3s_fs::FileSystem::new(root).map_err(|error| EngineError::S3(format!("{error:?}")))?;
    let mut service = S3ServiceBuilder::new(files);
    service.set_auth(SimpleAuth::from_single(access_key, secret_key));
    let service = service.build();
    tokio::spawn(async move {
        tokio::select! {
            () = accept(&listener, &service, &stopped) => {}
            () = until(stopped.clone()) => {}
        }
    });
    Ok(())
}

async fn accept(listener: &TcpListener, service: &S3Service, stopped: &watch::Receiver<()>) {
    loop {
        let connection = match listener.accept().await {
            Ok((connection, _)) => connection,
            Err(error) => {
                tracing::warn!(%error, "the embedded S3 cannot accept");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let (service, stopped) = (service.clone(), stopped.clone());
        tokio::spawn(async move {
            let http = Builder::new(TokioExecutor::new());
            tokio::select! {
                served = http.serve_connection(TokioIo::new(connection), service) => {
                    if let Err(error) = served {
                        tracing::debug!(error, "a connection to the embedded S3 broke");
                    }
                }
                () = until(stopped) => {}
            }
        });
    }
}
