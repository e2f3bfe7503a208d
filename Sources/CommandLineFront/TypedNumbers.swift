package import CenterProtocol

extension CheckedNumber {
    /// What a person has typed at a question.
    package static func typed(_ text: String) throws(Unfit) -> Self {
        guard let number = Self(text) else {
            throw Unfit("expected \(Kind.length); one of them is wrong, or two are swapped")
        }
        return number
    }
}

extension PIN {
    /// What a person has typed at a question.
    package static func typed(_ text: String) throws(Unfit) -> PIN {
        do throws(PINDefect) {
            return try PIN(text)
        } catch {
            throw Unfit("expected \(error.expectation)")
        }
    }
}
