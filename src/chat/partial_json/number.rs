//! Where a JSON number is (RFC 8259, 6).

/// Part of a number that its last byte belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Number {
    Minus,
    /// A zero at the start: no other digit may follow.
    Zero,
    Whole,
    Point,
    Fraction,
    /// The letter e.
    E,
    /// The exponent's sign.
    Sign,
    Exponent,
}

impl Number {
    /// A number's first byte.
    pub(super) fn begin(byte: u8) -> Option<Self> {
        if byte == b'-' { Some(Self::Minus) } else { Self::Minus.next(byte) }
    }

    /// Where it is after this byte; none where the byte is not the number's.
    pub(super) fn next(self, byte: u8) -> Option<Self> {
        match (self, byte) {
            (Self::Minus, b'0') => Some(Self::Zero),
            (Self::Minus | Self::Whole, b'0'..=b'9') => Some(Self::Whole),
            (Self::Zero | Self::Whole, b'.') => Some(Self::Point),
            (Self::Point | Self::Fraction, b'0'..=b'9') => Some(Self::Fraction),
            (Self::Zero | Self::Whole | Self::Fraction, b'e' | b'E') => Some(Self::E),
            (Self::E, b'+' | b'-') => Some(Self::Sign),
            (Self::E | Self::Sign | Self::Exponent, b'0'..=b'9') => Some(Self::Exponent),
            _ => None,
        }
    }

    /// Whether it may end here.
    pub(super) fn is_whole(self) -> bool {
        matches!(self, Self::Zero | Self::Whole | Self::Fraction | Self::Exponent)
    }
}
