import Testing

@testable import PhoneCodes

@Suite("Repair of answers")
struct AnswerRepairTests {
    private let request: RequestCode
    private let answer: AnswerCode
    private let key: PhoneKey
    private static let terms = Array("terms".utf8)

    init() throws {
        var samples = Samples(seed: 21)
        let key = try samples.key()
        request = samples.request()
        answer = try samples.answer(to: request, under: Self.terms, by: key)
        self.key = key.publicKey
    }

    private func accepts(_ answer: AnswerCode) -> Bool? {
        guard let signature = answer.signature,
            key.isValid(signature, for: request, terms: Self.terms)
        else { return nil }
        return true
    }

    private func typos(in digits: [UInt8]) throws -> [AnswerTypo] {
        let (_, found, typos) = try AnswerRepair.find(AnswerCode(digits: digits), accept: accepts)
        #expect(found == answer)
        return typos
    }

    @Test
    func `An answer without a mistake is taken as it is`() throws {
        #expect(try typos(in: answer.digits).isEmpty)
    }

    @Test
    func `Every wrong digit and every swap is repaired, and its row and group are named`() throws {
        var count = 0
        for (place, digits) in answer.digits.typos {
            let found = try typos(in: digits)
            let places = [place, place + 1].filter { $0 < 120 && digits[$0] != answer.digits[$0] }
            let groups = Set(places.map { $0 / AnswerCode.groupSize })
            #expect(Set(found.map { ($0.row - 1) * 4 + $0.group - 1 }) == groups)
            count += 1
        }
        #expect(count > 120 * 9 + 90)
    }

    @Test
    func `No typo costs more than some thirty signatures, and a swap across rows one`() throws {
        for (place, digits) in answer.digits.typos {
            var tried = 0
            _ = try AnswerRepair.find(AnswerCode(digits: digits)) { candidate in
                tried += 1
                return accepts(candidate)
            }
            let isAcross =
                place % AnswerCode.rowSize == AnswerCode.rowSize - 1 && place < 119
                && digits[place + 1] != answer.digits[place + 1]
            #expect(tried <= (isAcross ? 1 : 40))
        }
    }

    @Test
    func `Two wrong rows are repaired`() throws {
        var digits = answer.digits
        digits[3] = (digits[3] + 1) % 10
        digits[100] = (digits[100] + 4) % 10
        let found = try typos(in: digits)
        #expect(found.map(\.row) == [1, 5])
        #expect(found.map(\.group) == [1, 1])
        #expect(found[0].typed == digits[0..<6].digitText)
        #expect(found[0].meant == answer.digits[0..<6].digitText)
    }

    @Test
    func `Two rows in each other's place are put back`() throws {
        for (first, second) in [(0, 1), (0, 4), (2, 3)] {
            var rows = answer.rows
            rows.swapAt(first, second)
            #expect(try Set(typos(in: rows.flatMap(\.self)).map(\.row)) == [first + 1, second + 1])
        }
    }

    @Test
    func `What cannot be repaired names the rows that are wrong`() throws {
        var digits = answer.digits
        for place in [0, 30, 60] { digits[place] = (digits[place] + 1) % 10 }
        #expect(throws: AnswerRepair.Failure(rows: [1, 2, 3])) { try typos(in: digits) }
        var samples = Samples(seed: 22)
        var row = answer.digits
        repeat {
            row.replaceSubrange(24..<48, with: samples.digits(24))
        } while AnswerCode(digits: row)
            .wrongRows.isEmpty
        #expect(throws: AnswerRepair.Failure(rows: [2])) { try typos(in: row) }
    }

    @Test
    func `An answer to something else has no wrong row`() throws {
        var samples = Samples(seed: 23)
        let stranger = try samples.answer(to: request, under: Self.terms, by: samples.key())
        #expect(throws: AnswerRepair.Failure(rows: [])) { try typos(in: stranger.digits) }
    }

    @Test
    func `A row is judged as soon as it is typed`() throws {
        for (index, text) in answer.printedRows.enumerated() {
            #expect(try AnswerRow(text, number: index + 1).isRight)
            for (_, digits) in Array(answer.rows[index]).typos {
                #expect(try !AnswerRow(digits.digitText, number: index + 1).isRight)
            }
            // It is another one's.
            #expect(try !AnswerRow(text, number: (index + 1) % 5 + 1).isRight)
        }
    }
}
