/// Finds what was meant where single digits are wrong or neighbors swapped. The check digits tell the rows, and the
/// signature tells which of the digits that could have been meant there was meant.
package enum AnswerRepair {
    /// The rows that are wrong, from 1, and cannot be repaired.
    package struct Failure: Error, Hashable, Sendable {
        /// None if every check digit fits, and the answer is one to something else.
        package let rows: [Int]
    }

    /// - Parameter accept: gives what an answer is good for, or nothing if it is none.
    package static func find<Found>(
        _ typed: AnswerCode, accept: (AnswerCode) -> Found?
    ) throws(Failure) -> (found: Found, answer: AnswerCode, typos: [AnswerTypo]) {
        let wrong = typed.wrongRows
        for candidate in candidates(for: typed, wrong) {
            guard let found = accept(candidate) else { continue }
            return (found, candidate, AnswerTypo.between(typed, and: candidate))
        }
        throw Failure(rows: wrong)
    }

    /// All that may have been meant, the likeliest first. Three wrong rows are typed anew sooner than they are found.
    private static func candidates(
        for typed: AnswerCode, _ wrong: [Int]
    ) -> any Sequence<AnswerCode> {
        switch wrong.count {
        case 0: return [typed]
        case 1:
            return repairs(of: typed, row: wrong[0]).lazy.map(AnswerCode.init(digits:))
        case 2:
            let (first, second) = (wrong[0], wrong[1])
            let swaps = [borderSwap(of: typed, first, second), rowSwap(of: typed, first, second)]
                .compactMap(\.self)
            let pairs = repairs(of: typed, row: first).lazy.flatMap { digits in
                repairs(of: AnswerCode(digits: digits), row: second).lazy
            }
            return [AnySequence(swaps), AnySequence(pairs)].lazy.joined()
                .map(AnswerCode.init(digits:))
        default: return []
        }
    }

    /// What one wrong digit or one swap of neighbors in a row can have been.
    private static func repairs(of answer: AnswerCode, row: Int) -> [[UInt8]] {
        let start = (row - 1) * AnswerCode.rowSize
        let places = start..<start + AnswerCode.rowSize
        var repairs: [[UInt8]] = []
        func tryOut(_ digits: [UInt8]) {
            if Damm.isRight(digits[places], from: row) { repairs.append(digits) }
        }
        for place in places.dropLast() where answer.digits[place] != answer.digits[place + 1] {
            var digits = answer.digits
            digits.swapAt(place, place + 1)
            tryOut(digits)
        }
        for place in places {
            for digit: UInt8 in 0...9 where digit != answer.digits[place] {
                var digits = answer.digits
                digits[place] = digit
                tryOut(digits)
            }
        }
        return repairs
    }

    /// The last digit of a row and the first of the next one, swapped back.
    private static func borderSwap(
        of answer: AnswerCode, _ first: Int, _ second: Int
    ) -> [UInt8]? {
        guard second == first + 1 else { return nil }
        var digits = answer.digits
        digits.swapAt(first * AnswerCode.rowSize - 1, first * AnswerCode.rowSize)
        return AnswerCode(digits: digits).wrongRows.isEmpty ? digits : nil
    }

    /// Two rows that were typed in each other's place.
    private static func rowSwap(of answer: AnswerCode, _ first: Int, _ second: Int) -> [UInt8]? {
        var rows = answer.rows
        rows.swapAt(first - 1, second - 1)
        let digits = rows.flatMap(\.self)
        return AnswerCode(digits: digits).wrongRows.isEmpty ? digits : nil
    }
}

/// A group that was typed otherwise than it was meant.
package struct AnswerTypo: Hashable, Sendable {
    /// From 1.
    package let row: Int
    /// From 1.
    package let group: Int
    package let typed: String
    package let meant: String

    static func between(_ typed: AnswerCode, and meant: AnswerCode) -> [AnswerTypo] {
        stride(from: 0, to: AnswerCode.digitCount, by: AnswerCode.groupSize).compactMap { start in
            let places = start..<start + AnswerCode.groupSize
            guard typed.digits[places] != meant.digits[places] else { return nil }
            let (row, place) = start.quotientAndRemainder(dividingBy: AnswerCode.rowSize)
            return AnswerTypo(
                row: row + 1, group: place / AnswerCode.groupSize + 1,
                typed: typed.digits[places].digitText, meant: meant.digits[places].digitText)
        }
    }
}
