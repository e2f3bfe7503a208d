import SeededRandomness

@testable import PhoneCodes

/// Requests, keys and answers by chance, the same in every run.
struct Samples {
    var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func request() -> RequestCode {
        let kind = RequestCode.Kind.allCases.randomElement(using: &generator) ?? .firstRun
        return RequestCode(
            kind,
            entitlement: .random(in: 0...RequestCode.highestEntitlement, using: &generator),
            commitment: commitment())
    }

    mutating func commitment() -> Commitment {
        Commitment(.random(in: 0...Commitment.highest, using: &generator))
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in .random(in: 0 ... .max, using: &generator) }
    }

    mutating func key(_ number: Int = 1) throws -> PhoneSigningKey {
        try PhoneSigningKey(number: number, seed: bytes(PhoneSigningKey.seedSize))
    }

    mutating func digits(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in .random(in: 0...9, using: &generator) }
    }

    /// An answer to a request under terms.
    mutating func answer(
        to request: RequestCode, under terms: [UInt8], by key: PhoneSigningKey
    ) throws -> AnswerCode {
        AnswerCode(try key.signature(for: request, terms: terms, random: bytes(32)))
    }
}

extension [UInt8] {
    /// All that one wrong digit or one swap of unlike neighbors makes of digits.
    var typos: [(place: Int, digits: [UInt8])] {
        var typos: [(Int, [UInt8])] = []
        for place in indices {
            for digit: UInt8 in 0...9 where digit != self[place] {
                var digits = self
                digits[place] = digit
                typos.append((place, digits))
            }
            if place + 1 < count, self[place] != self[place + 1] {
                var digits = self
                digits.swapAt(place, place + 1)
                typos.append((place, digits))
            }
        }
        return typos
    }
}
