//! The mails that people were sent about their account.

use identity::letter::{self, MailPerson, Says};
use sqlx::Row;

use super::TestApp;

impl TestApp {
    /// Takes the mails to people that wait to be written: to whom, and what they say. The mail to whoever just signed up
    /// is among them.
    pub async fn letters(&self) -> Vec<(String, Says)> {
        let mut owner = self.owner().await;
        let rows = sqlx::query("delete from jobs where kind = 'person.mail' returning id, payload")
            .fetch_all(&mut owner)
            .await
            .unwrap();
        let mut jobs: Vec<(i64, MailPerson)> = rows
            .iter()
            .map(|row| (row.get("id"), serde_json::from_value(row.get("payload")).unwrap()))
            .collect();
        jobs.sort_by_key(|(id, _)| *id);
        let mut letters = Vec::new();
        for (_, job) in jobs {
            if let Some(draft) = letter::draft(&self.app, job).await.unwrap() {
                letters.push((draft.to_email.to_string(), draft.says));
            }
        }
        letters
    }

    /// The token in the link, or the code, of the only mail that waits, and to whom it goes.
    pub async fn letter(&self) -> (String, String) {
        let mut letters = self.letters().await;
        assert_eq!(letters.len(), 1, "one mail waits");
        let (to, says) = letters.remove(0);
        let secret = match says {
            Says::VerifyEmail(link) | Says::ResetPassword(link) | Says::ChangeEmail(link) => {
                link.split_once("?token=").unwrap().1.to_owned()
            }
            Says::SignInCode(code) => code,
            Says::EmailChanged | Says::PasswordChanged | Says::SignedOut(_) | Says::SecretsLeft { .. } => {
                String::new()
            }
        };
        (to, secret)
    }
}
