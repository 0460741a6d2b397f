//! S3 on a folder.

use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, HeaderMap, HeaderValue, ORIGIN,
};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use entrepot_aws::documents::UPLOAD_HEADERS;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::{EngineError, until};

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
    let router = Router::new().fallback(answer).with_state(service.build());
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(until(stopped)).await {
            tracing::error!(%error, "the embedded S3 stopped");
        }
    });
    Ok(())
}

/// What S3 answers, and to browsers what the bucket's rules on other origins say on AWS:
/// whoever has a signed address may upload, from whatever page.
async fn answer(State(service): State<S3Service>, request: Request) -> Response {
    let from_page = request.headers().contains_key(ORIGIN);
    if from_page && request.method() == Method::OPTIONS {
        let mut headers = HeaderMap::from_iter([(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"))]);
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("PUT"));
        if let Ok(allowed) = HeaderValue::from_str(&UPLOAD_HEADERS.join(", ")) {
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, allowed);
        }
        return (StatusCode::NO_CONTENT, headers).into_response();
    }
    let mut response = match service.call(request.map(s3s::Body::http_body_unsync)).await {
        Ok(answer) => answer.map(Body::new),
        Err(error) => {
            tracing::warn!(?error, "the embedded S3 failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    };
    if from_page {
        response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    response
}
