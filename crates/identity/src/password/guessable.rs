//! Passwords that are guessed first, known without asking anybody. Two lists of words stand for millions of passwords: what
//! people put around a word (capitals, digits, signs, `0` for `o`) is taken off first. One is our own; the other holds
//! what leaked passwords are made of most often (`leaked.LICENSE` says where it comes from).
//! Rows of keys, alphabets, repetitions and short numbers are recognised, not listed.

use std::{collections::HashSet, sync::LazyLock};

/// One word a line, in lower-case letters.
static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| OWN.lines().chain(LEAKED.lines()).collect());

const OWN: &str = include_str!("guessable.txt");

const LEAKED: &str = include_str!("leaked.txt");

/// What fingers run along.
const ROWS: [&str; 9] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "qazwsxedcrfvtgbyhnujmikolp",
];

/// Numbers of fewer digits are dates, telephone numbers and the like.
const LONG_NUMBER: usize = 12;

/// Whether it is one of the passwords that are tried first.
pub(super) fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    let (bare, plain) = (core(&lower), core(&unmasked(&lower)));
    let number = lower.chars().all(|c| c.is_numeric() || "-./ +".contains(c));
    (number && lower.chars().count() < LONG_NUMBER)
        || is_repetition(&lower)
        || is_row(&lower)
        || is_row(&bare)
        || [bare.clone(), plain, unmasked(&bare)].iter().any(|word| is_word(word))
}

/// Whether it is `word` with something around it, or its part before the `@`.
pub(super) fn is_made_of(password: &str, word: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let lower = password.to_lowercase();
    let bare = core(&lower);
    let tried =
        [letters(&lower), letters(&bare), letters(&unmasked(&bare)), letters(&core(&unmasked(&lower)))];
    let word = word.to_lowercase();
    let local = word.split_once('@').map_or(word.as_str(), |(local, _)| local);
    [letters(&word), letters(local), letters(&core(local))]
        .iter()
        .any(|own| own.chars().count() > 2 && tried.contains(own))
}

fn is_word(word: &str) -> bool {
    // Twice the same word is no other word.
    let half = word.get(..word.len() / 2).filter(|half| word.len() == 2 * half.len() && word.ends_with(half));
    WORDS.contains(word) || half.is_some_and(|half| WORDS.contains(half))
}

/// Without the digits and signs at both ends.
fn core(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphabetic()).to_owned()
}

/// With letters again for the digits and signs that stand for them.
fn unmasked(text: &str) -> String {
    let letter = |c| match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    };
    text.chars().map(letter).collect()
}

/// Part of a row, forwards or backwards.
fn is_row(text: &str) -> bool {
    let backwards: String = text.chars().rev().collect();
    text.len() > 3 && ROWS.iter().any(|row| row.contains(text) || row.contains(&backwards))
}

/// A unit of up to four characters, again and again.
fn is_repetition(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (1..=4).any(|unit| chars.len() > unit && chars.iter().zip(&chars[unit..]).all(|(a, b)| a == b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guessed_first_is_refused() {
        for common in [
            "password",
            "Password1!",
            "P@ssw0rd",
            "passw0rd2027",
            "iloveyou",
            "Welcome123",
            "letmein!!",
            "qwertyuiop",
            "1q2w3e4r",
            "12345678",
            "87654321",
            "aaaaaaaa",
            "abcabcabc",
            "abcdefgh",
            "01.01.1990",
            "Sommer2026",
            "monkeymonkey",
            "zaq1zaq1",
            "football99",
            "asdfghjkl;",
            "Br00klyn1987",
            "zaq1xsw2cde3",
            "love4ever!!",
            "Tessera2026!",
            "pa55w0rd",
        ] {
            assert!(is_common(common), "{common}");
        }
    }

    #[test]
    fn everything_else_is_fine() {
        for fine in [
            "correct horse battery",
            "tessera-demo",
            "xK9#vq2L",
            "Grüße aus Köln",
            "кошка на крыше",
            "849302847561",
        ] {
            assert!(!is_common(fine), "{fine}");
        }
    }

    #[test]
    fn ones_own_names_are_no_passwords() {
        for (password, word) in [
            ("ada@harbour.example", "Ada@harbour.example"),
            ("lovelace42", "lovelace@harbour.example"),
            ("HarbourHall1", "Harbour Hall"),
            ("h4rbour-hall", "harbour-hall"),
        ] {
            assert!(is_made_of(password, word), "{password}");
        }
        assert!(!is_made_of("by the harbour hall at night", "Harbour Hall"));
        assert!(!is_made_of("xK9#vq2L", ""));
    }

    #[test]
    fn the_lists_hold_words_in_lower_case_once_with_nothing_around_them() {
        assert_eq!(OWN.lines().count() + LEAKED.lines().count(), WORDS.len());
        assert!(WORDS.len() > 20_000, "{}", WORDS.len());
        assert!(OWN.lines().all(|word| !word.is_empty() && word.chars().all(|c| c.is_lowercase())));
        for word in LEAKED.lines() {
            assert!(word.len() > 3 && core(&word.to_lowercase()) == word, "{word}");
        }
    }
}
