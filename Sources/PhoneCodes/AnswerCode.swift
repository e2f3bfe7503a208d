/// An answer by phone: 5 rows of 24 digits, each row 4 groups of 6. The first 23 digits of the rows are the signature's
/// 115; the last is the check digit of Damm, which starts from the number of the row, from 1.
package struct AnswerCode: Hashable, Sendable {
    package static let rowCount = 5
    package static let rowSize = 24
    package static let groupSize = 6
    package static let digitCount = rowCount * rowSize

    /// The 120 digits.
    package let digits: [UInt8]

    package init(_ signature: PhoneSignature) {
        let data = signature.digits
        digits = (0..<Self.rowCount).flatMap { row in
            let part = data[row * 23..<row * 23 + 23]
            return part + [Damm.digit(of: part, from: row + 1)]
        }
    }

    /// Takes 120 digits as they are.
    init(digits: [UInt8]) {
        self.digits = digits
    }

    /// The digits of each row.
    var rows: [ArraySlice<UInt8>] {
        (0..<Self.rowCount).map { digits[$0 * Self.rowSize..<($0 + 1) * Self.rowSize] }
    }

    /// Each row as 24 digits.
    package var rowTexts: [String] { rows.map(\.digitText) }

    /// Each row in its groups, with a space between them.
    package var printedRows: [String] {
        rows.map { $0.digitText(inGroupsOf: Self.groupSize) }
    }

    package var text: String { digits.digitText }

    /// The rows, from 1, whose check digit does not fit.
    var wrongRows: [Int] {
        rows.indices.filter { !Damm.isRight(rows[$0], from: $0 + 1) }.map { $0 + 1 }
    }

    /// Whether all check digits fit.
    package var isWhole: Bool { wrongRows.isEmpty }

    /// What it stands for, whatever the check digits say.
    package var signature: PhoneSignature? {
        PhoneSignature(digits: rows.flatMap { $0.dropLast() })
    }
}

/// A row of an answer as it was typed.
package struct AnswerRow: Hashable, Sendable {
    package let digits: [UInt8]
    /// Whether its check digit fits; then there is no single wrong digit in it, and no swap of two neighbors.
    package let isRight: Bool

    /// - Parameter number: from 1.
    package init(_ text: some StringProtocol, number: Int) throws(AnswerCodeDefect) {
        guard text.utf8.count <= 256, let digits = text.typedDigits else { throw .characters }
        guard digits.count == AnswerCode.rowSize else {
            throw .rowLength(digits.count, row: number)
        }
        self.digits = digits
        isRight = Damm.isRight(digits, from: number)
    }
}

extension AnswerCode {
    package init(_ rows: [AnswerRow]) {
        precondition(rows.count == Self.rowCount, "an answer has five rows")
        self.init(digits: rows.flatMap(\.digits))
    }

    /// Reads what was typed or pasted: 120 digits, in groups, in lines or not.
    package init(_ text: String) throws(AnswerCodeDefect) {
        guard text.utf8.count <= 4096, let digits = text.typedDigits else { throw .characters }
        guard digits.count == Self.digitCount else {
            let lines = text.split(whereSeparator: \.isNewline)
            if lines.count == Self.rowCount {
                // The one that has not its digits is named.
                for (index, line) in lines.enumerated() {
                    _ = try AnswerRow(line, number: index + 1)
                }
            }
            throw .length(digits.count)
        }
        self.init(digits: digits)
    }
}

/// Why digits are no answer.
package enum AnswerCodeDefect: Error, Hashable, Sendable {
    /// Something else than digits, spaces and dashes.
    case characters
    case length(Int)
    case rowLength(Int, row: Int)
}
