//! What is sealed: a byte for whose key it was, its version (32 bits, big-endian), and what the key made of it.

/// Whose key sealed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    Installation,
    Organisation,
}

impl Holder {
    pub fn byte(self) -> u8 {
        match self {
            Self::Installation => 1,
            Self::Organisation => 2,
        }
    }
}

/// A sealed secret in its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sealed<'a> {
    pub holder: Holder,
    pub version: i32,
    pub body: &'a [u8],
}

impl<'a> Sealed<'a> {
    /// `None` if it does not begin as a sealed secret does.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let (head, body) = bytes.split_first_chunk::<5>()?;
        let holder =
            [Holder::Installation, Holder::Organisation].into_iter().find(|it| it.byte() == head[0])?;
        let version = i32::from_be_bytes([head[1], head[2], head[3], head[4]]);
        (version > 0).then_some(Self { holder, version, body })
    }

    pub fn write(&self) -> Vec<u8> {
        [&head(self.holder, self.version)[..], self.body].concat()
    }
}

/// What everything begins with that this version of a key has sealed.
pub(super) fn head(holder: Holder, version: i32) -> [u8; 5] {
    let [a, b, c, d] = version.to_be_bytes();
    [holder.byte(), a, b, c, d]
}
