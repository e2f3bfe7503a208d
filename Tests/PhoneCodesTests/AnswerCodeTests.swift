import Testing

@testable import PhoneCodes

@Suite("Answer codes")
struct AnswerCodeTests {
    @Test
    func `A hundred thousand signatures come back as they were`() throws {
        var samples = Samples(seed: 11)
        for index in 0..<100_000 {
            // Less than the order of the group: its highest byte is 16.
            let response = [UInt8.random(in: 0..<16, using: &samples.generator)] + samples.bytes(31)
            let signature = PhoneSignature(
                keyNumber: index & 3, challenge: samples.bytes(16), response: response)
            let answer = AnswerCode(signature)
            #expect(answer.digits.count == 120)
            #expect(answer.wrongRows.isEmpty)
            #expect(AnswerCode(digits: answer.digits).signature == signature)
        }
    }

    @Test
    func `Each of the four keys signs what is accepted under its own number alone`() throws {
        var samples = Samples(seed: 12)
        let terms = Array("terms".utf8)
        for number in 0...3 {
            let key = try samples.key(number)
            for _ in 0..<25 {
                let request = samples.request()
                let answer = try samples.answer(to: request, under: terms, by: key)
                let signature = try #require(answer.signature)
                #expect(signature.keyNumber == number)
                #expect(key.publicKey.isValid(signature, for: request, terms: terms))
                let renumbered = try #require(
                    PhoneKey(number: (number + 1) % 4, bytes: key.publicKey.bytes))
                #expect(!renumbered.isValid(signature, for: request, terms: terms))
            }
        }
    }

    @Test
    func `An answer is to one request, under one record of terms, by one key`() throws {
        var samples = Samples(seed: 13)
        let (key, stranger) = (try samples.key(), try samples.key())
        let (request, other) = (samples.request(), samples.request())
        let terms = Array("terms".utf8)
        let signature = try #require(
            samples.answer(to: request, under: terms, by: key).signature)
        #expect(key.publicKey.isValid(signature, for: request, terms: terms))
        #expect(!key.publicKey.isValid(signature, for: other, terms: terms))
        #expect(!key.publicKey.isValid(signature, for: request, terms: terms + [0]))
        #expect(!key.publicKey.isValid(signature, for: request, terms: terms.dropLast()))
        #expect(!stranger.publicKey.isValid(signature, for: request, terms: terms))
    }

    @Test
    func `Of many endings the signed one is found`() throws {
        var samples = Samples(seed: 14)
        let key = try samples.key()
        let request = samples.request()
        let days = (10...99).map { Array("day \($0)".utf8) }
        let start = Array("terms ".utf8)
        let signature = try #require(
            samples.answer(to: request, under: start + days[57], by: key).signature)
        let opened = try #require(key.publicKey.open(signature))
        #expect(opened.first(of: days, after: PhoneMessage(request, terms: start)) == days[57])
        #expect(opened.first(of: days[..<57], after: PhoneMessage(request, terms: start)) == nil)
        #expect(opened.fits(PhoneMessage(request, terms: start + days[57])))
    }

    @Test
    func `Neither nothing nor what is too large is a signature`() throws {
        #expect(PhoneSignature(digits: .init(repeating: 0, count: 115)) == nil)
        #expect(PhoneSignature(digits: .init(repeating: 9, count: 115)) == nil)
        let one = [UInt8](repeating: 0, count: 31) + [1]
        let challenge = [UInt8](repeating: 0, count: 15) + [1]
        for (response, challenge) in [
            (.init(repeating: 0, count: 32), challenge), (one, .init(repeating: 0, count: 16)),
        ] as [([UInt8], [UInt8])] {
            let digits = PhoneSignature(keyNumber: 2, challenge: challenge, response: response)
                .digits
            #expect(PhoneSignature(digits: digits) == nil)
        }
        let valid = PhoneSignature(keyNumber: 2, challenge: challenge, response: one)
        #expect(PhoneSignature(digits: valid.digits) == valid)
    }

    @Test
    func `The order of the group is not taken for a response of the next key`() throws {
        let one = [UInt8](repeating: 0, count: 31) + [1]
        let challenge = [UInt8](repeating: 7, count: 16)
        let bytes = Scalar.adding(orders: 1, to: one)
        #expect(Scalar.division(of: bytes).orders == 1)
        #expect(Scalar.division(of: bytes).rest == one)
        // Four times the order: there is no fifth key.
        let beyond = Scalar.adding(orders: 4, to: one) + challenge
        let digits = try #require(DecimalNumber.digits(of: beyond, count: 115))
        #expect(PhoneSignature(digits: digits) == nil)
    }

    @Test
    func `What is no element of the group is no key`() {
        #expect(PhoneKey(number: 0, bytes: .init(repeating: 0, count: 32)) == nil)
        #expect(PhoneKey(number: 0, bytes: .init(repeating: 255, count: 32)) == nil)
        #expect(PhoneKey(number: 0, bytes: []) == nil)
        #expect(PhoneKey(number: 4, bytes: .init(repeating: 0, count: 32)) == nil)
    }

    @Test
    func `Signing twice makes two answers, and no signature tells another's nonce`() throws {
        var samples = Samples(seed: 15)
        let key = try samples.key()
        let request = samples.request()
        let first = try samples.answer(to: request, under: [1], by: key)
        #expect(try samples.answer(to: request, under: [1], by: key) != first)
        // Even where all random numbers are the same.
        let random = [UInt8](repeating: 0, count: 32)
        let one = try key.signature(for: request, terms: [1], random: random)
        #expect(
            try key.signature(for: request, terms: [2], random: random).response != one.response)
    }

    @Test
    func `A key tells nothing of itself in a log`() throws {
        var samples = Samples(seed: 16)
        let key = try samples.key(3)
        #expect("\(key)" == "phone key 3")
        var text = ""
        dump(key, to: &text)
        #expect(!text.contains("scalar"))
    }

    @Test
    func `Fifty thousand answers of random digits are none`() throws {
        var samples = Samples(seed: 17)
        let key = try samples.key().publicKey
        let request = samples.request()
        var looked = 0
        for _ in 0..<50_000 {
            let digits = samples.digits(115)
            guard let signature = PhoneSignature(digits: digits) else { continue }
            looked += 1
            let own = PhoneSignature(
                keyNumber: key.number, challenge: signature.challenge, response: signature.response)
            #expect(!key.isValid(own, for: request, terms: [1]))
        }
        // Nearly all 115 digits are a number of the right size.
        #expect(looked > 45_000)
    }

    @Test
    func `It may be typed with spaces, dashes and line breaks`() throws {
        var samples = Samples(seed: 18)
        let key = try samples.key()
        let answer = try samples.answer(to: samples.request(), under: [1], by: key)
        for separator in ["", " ", "\n", "-", "\r\n\r\n"] {
            #expect(try AnswerCode(answer.printedRows.joined(separator: separator)) == answer)
            #expect(try AnswerCode(answer.rowTexts.joined(separator: separator)) == answer)
        }
    }

    @Test
    func `A row that has not its digits is named`() throws {
        var samples = Samples(seed: 19)
        let key = try samples.key()
        var rows = try samples.answer(to: samples.request(), under: [1], by: key).rowTexts
        rows[2].removeLast()
        #expect(throws: AnswerCodeDefect.rowLength(23, row: 3)) {
            try AnswerCode(rows.joined(separator: "\n"))
        }
        #expect(throws: AnswerCodeDefect.length(119)) {
            try AnswerCode(rows.joined(separator: " "))
        }
        #expect(throws: AnswerCodeDefect.characters) { try AnswerCode("1234x") }
        #expect(throws: AnswerCodeDefect.characters) { try AnswerRow("O12", number: 1) }
    }
}
