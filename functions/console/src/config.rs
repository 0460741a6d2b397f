//! Where the console is, and where its users sign in.

use chrono_tz::Tz;

/// Settings of one console.
#[derive(Debug, Clone)]
pub struct Config {
    /// The issuer as its tokens name it, `iss`.
    pub issuer_url: String,
    /// The issuer's authorization endpoint, as the browser reaches it.
    pub authorize_url: String,
    /// Where the browser goes after signing out; the console's sign-in page when absent.
    pub sign_out_url: Option<String>,
    /// The console, as the issuer knows it.
    pub client_id: String,
    /// What is asked for: `openid profile` and whatever puts tenant and roles into the token.
    pub scope: String,
    /// Scheme, host and port of the console as the browser reaches it, without a slash at the end.
    pub public_base: String,
    /// Where pages open their sockets, `wss://…`; without it they look by themselves.
    pub push_url: Option<String>,
    /// Cookies over https only; off for a local host without TLS.
    pub cookie_secure: bool,
    /// What times are shown in for users whose token names no `zoneinfo`.
    pub time_zone: Tz,
}

impl Config {
    /// Scheme, host and port of the page after signing out, where it is elsewhere: a form may
    /// only lead to where the content security policy says.
    pub(crate) fn sign_out_origin(&self) -> Option<String> {
        origin(self.sign_out_url.as_deref()?)
    }

    /// Where sockets lead, and from where.
    pub(crate) fn socket(&self) -> Option<Socket<'_>> {
        self.push_url.as_deref().map(|url| Socket { url, origin: &self.public_base })
    }

    /// What the issuer must know as the place to return to.
    pub fn redirect_uri(&self) -> String {
        format!("{}/console/callback", self.public_base)
    }
}

/// Sockets of the console's pages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Socket<'a> {
    /// Where they are opened.
    pub(crate) url: &'a str,
    /// The origin of the pages.
    pub(crate) origin: &'a str,
}

/// Scheme, host and port of an address.
pub(crate) fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    rest.split(['/', '?', '#']).next().map(|host| format!("{scheme}://{host}"))
}
