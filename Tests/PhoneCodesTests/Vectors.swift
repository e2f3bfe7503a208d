import SeededRandomness

@testable import PhoneCodes

/// What other implementations are held against: `Fixtures/vectors.json`. Bytes are hexadecimal.
struct Vectors: Codable, Equatable {
    struct Key: Codable, Equatable {
        let seed: String
        let publicKey: String
    }

    struct Request: Codable, Equatable {
        var digits: String
        /// `accepted`, `groups`, `checksum`, `version` or `kind`.
        var gives: String
        var kind: Int?
        var entitlement: UInt64?
        var document: String?
        var commitment: String?
        /// Those whose check digit does not fit, from 1.
        var groups: [Int]?
    }

    struct Answer: Codable, Equatable {
        var publicKey: String
        var keyNumber: Int
        var request: String
        /// The record of the terms, in its canonical spelling.
        var terms: String
        var answer: String
        /// `accepted`, `refused` or `repaired`.
        var gives: String
        var meant: String?
    }

    var keys: [Key] = []
    var requests: [Request] = []
    var answers: [Answer] = []
}

extension Vectors {
    /// Some of each kind, by chance.
    init(seed: UInt64) throws {
        var samples = Samples(seed: seed)
        var keys: [PhoneSigningKey] = []
        for number in 0...3 {
            let bytes = samples.bytes(PhoneSigningKey.seedSize)
            let key = try PhoneSigningKey(number: number, seed: bytes)
            keys.append(key)
            self.keys.append(Key(seed: bytes.hex, publicKey: key.publicKey.bytes.hex))
        }
        try addRequests(&samples)
        for key in keys { try addAnswers(by: key, keys[(key.publicKey.number + 1) % 4], &samples) }
    }

    private mutating func addRequests(_ samples: inout Samples) throws {
        for kind in RequestCode.Kind.allCases {
            let document = samples.bytes(kind.rawValue * 40)
            let entitlement = UInt64.random(
                in: 0...RequestCode.highestEntitlement, using: &samples.generator)
            let commitment = try Commitment(to: document, kind, entitlement: entitlement)
            requests.append(
                Request(
                    RequestCode(kind, entitlement: entitlement, commitment: commitment),
                    document: document))
        }
        for entitlement in [0, RequestCode.highestEntitlement] {
            for bits in [0, Commitment.highest] {
                requests.append(
                    Request(
                        RequestCode(
                            .firstRun, entitlement: entitlement, commitment: Commitment(bits))))
            }
        }
        let digits = samples.request().digits
        for place in [0, 5, 6, 20, 47] {
            var wrong = digits
            wrong[place] = (wrong[place] + 3) % 10
            requests.append(
                Request(digits: wrong.digitText, gives: "groups", groups: [place / 6 + 1]))
        }
        let data = [
            ("checksum", [UInt8](repeating: 9, count: 40)), ("checksum", samples.digits(40)),
            ("version", RequestCodeTests.data(version: 2, kind: 0)),
            ("version", RequestCodeTests.data(version: 0, kind: 7)),
            ("kind", RequestCodeTests.data(version: 1, kind: 4)),
        ]
        requests += data.map { Request(digits: .grouped($1), gives: $0) }
    }

    private mutating func addAnswers(
        by key: PhoneSigningKey, _ stranger: PhoneSigningKey, _ samples: inout Samples
    ) throws {
        let request = samples.request()
        let terms =
            Array(
                #"{"code":"123455","days":\#(key.publicKey.number),"product":{"id":"planner"}}"#
                    .utf8)
            + Array("\n2027-01-15".utf8)
        let answer = try samples.answer(to: request, under: terms, by: key)
        let good = Answer(
            publicKey: key.publicKey.bytes.hex, keyNumber: key.publicKey.number,
            request: request.text, terms: terms.hex, answer: answer.text, gives: "accepted")
        var (others, lost) = ([good, good, good, good], answer.digits)
        others[0].request = samples.request().text
        others[1].terms = (terms.dropLast() + [0x36]).hex
        others[2].publicKey = stranger.publicKey.bytes.hex
        for place in [1, 2] { lost[place] = (lost[place] + 1) % 10 }
        others[3].answer = lost.digitText
        answers.append(good)
        answers += others.map { $0.giving("refused") }
        for place in [0, 23, 24, 61, 119] {
            var typed = answer.digits
            typed[place] = (typed[place] + 7) % 10
            answers.append(good.repaired(typed))
        }
        for place in [4, 22, 23, 47] where answer.digits[place] != answer.digits[place + 1] {
            var typed = answer.digits
            typed.swapAt(place, place + 1)
            answers.append(good.repaired(typed))
        }
    }
}

extension Vectors.Request {
    fileprivate init(_ request: RequestCode, document: [UInt8]? = nil) {
        let digits = String(request.commitment.value, radix: 16)
        self.init(
            digits: request.text, gives: "accepted", kind: request.kind.rawValue,
            entitlement: request.entitlement, document: document?.hex,
            commitment: String(repeating: "0", count: 19 - digits.count) + digits)
    }
}

extension Vectors.Answer {
    fileprivate func giving(_ word: String) -> Vectors.Answer {
        var answer = self
        answer.gives = word
        return answer
    }

    fileprivate func repaired(_ typed: [UInt8]) -> Vectors.Answer {
        var answer = giving("repaired")
        (answer.meant, answer.answer) = (self.answer, typed.digitText)
        return answer
    }
}

extension Sequence<UInt8> {
    var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}

extension [UInt8] {
    init(hex text: String) {
        let digits = text.compactMap(\.hexDigitValue)
        self = stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }
}
