//! A browser or program speaking to the test's server.

use std::sync::{Arc, Mutex};

use reqwest::{
    Method, StatusCode, Url,
    cookie::{CookieStore, Jar},
    redirect::Policy,
};
use serde_json::Value;

/// Keeps its cookies and its CSRF token, follows no redirect.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    cookies: Arc<Jar>,
    base: String,
    csrf: Arc<Mutex<Option<String>>>,
    bearer: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: reqwest::header::HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Fails unless the status is `status`.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    /// The problem's code; fails unless the status is `status`.
    #[track_caller]
    pub fn problem(self, status: u16) -> String {
        let answer = self.expect(status);
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        answer.json()["code"].as_str().unwrap().to_owned()
    }

    /// The pointer of the first refused field; fails unless the answer is 422.
    #[track_caller]
    pub fn refused_field(self) -> String {
        let answer = self.expect(422);
        answer.json()["errors"][0]["pointer"].as_str().unwrap_or_default().to_owned()
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Client {
    pub(super) fn new(base: &str) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let cookies = Arc::new(Jar::default());
        // It speaks no HTTPS. To read the system's certificates for each browser takes longer than most tests.
        let http = reqwest::Client::builder()
            .tls_certs_only([])
            .cookie_provider(cookies.clone())
            .redirect(Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self { http, cookies, base: base.to_owned(), csrf: Arc::default(), bearer: None }
    }

    /// A program that shows this key or token, and no cookie.
    pub fn with_bearer(&self, token: &str) -> Self {
        Self { bearer: Some(token.to_owned()), ..Self::new(&self.base) }
    }

    /// The same browser at another address of the same host.
    pub(super) fn at(&self, base: &str) -> Self {
        Self { base: base.to_owned(), ..self.clone() }
    }

    /// Another browser that has the same cookies now, at another address of the same host.
    pub(super) fn twin_at(&self, base: &str) -> Self {
        let twin = Self::new(base);
        let url: Url = base.parse().unwrap();
        if let Some(cookies) = self.cookies.cookies(&url) {
            cookies
                .to_str()
                .unwrap()
                .split("; ")
                .for_each(|cookie| twin.cookies.add_cookie_str(cookie, &url));
        }
        *twin.csrf.lock().unwrap() = self.csrf.lock().unwrap().clone();
        twin
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// POST with a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    /// PATCH with a JSON body.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PATCH, path).json(&body)).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// POST of an HTML form.
    pub async fn submit(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.send(self.request(Method::POST, path).form(form)).await
    }

    /// Any request, with the base address, cookies and CSRF token filled in.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) };
        let request = self.http.request(method, url);
        if let Some(token) = &self.bearer {
            return request.bearer_auth(token);
        }
        match self.csrf.lock().unwrap().clone() {
            Some(token) => request.header("x-csrf-token", token),
            None => request,
        }
    }

    /// Sends a request made with [`Client::request`].
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        Answer { status, headers, body: response.bytes().await.unwrap().to_vec() }
    }

    /// Signs somebody new up.
    pub async fn sign_up(&self, name: &str, email: &str) {
        let body = serde_json::json!({ "name": name, "email": email, "password": "correct horse battery" });
        self.entered(&self.post("/api/v1/auth/sign-up", body).await.expect(201));
    }

    /// Signs somebody in who has no second factor.
    pub async fn sign_in(&self, email: &str, password: &str) {
        let body = serde_json::json!({ "email": email, "password": password });
        self.entered(&self.post("/api/v1/auth/sign-in", body).await.expect(200));
    }

    /// Takes the CSRF token of a session that just began.
    pub fn entered(&self, answer: &Answer) {
        *self.csrf.lock().unwrap() = Some(answer.json()["csrf_token"].as_str().unwrap().to_owned());
    }

    /// PUT with a JSON body.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(&body)).await
    }

    /// Forgets the CSRF token, as a page from elsewhere would not have it.
    pub fn forget_csrf(&self) {
        *self.csrf.lock().unwrap() = None;
    }
}
