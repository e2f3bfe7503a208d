import LicenseBinding
import SeatProtocol

/// What a seat server hears, and what a daemon and a program hear of it.
enum FuzzedSeats {
    static func read(_ input: [UInt8]) {
        // What was understood is sent on in a way that is understood the same.
        Fuzzed.again(try? SeatRequest(parsing: input), \.json) { try SeatRequest(parsing: $0) }
        Fuzzed.again(try? SeatRenewals(parsing: input), \.json) { try SeatRenewals(parsing: $0) }
        Fuzzed.again(try? LocalSeatQuestion(parsing: input), \.json) {
            try LocalSeatQuestion(parsing: $0)
        }
        Fuzzed.again(try? KeptSeat(parsing: input), \.json) { try KeptSeat(parsing: $0) }
        if let claims = try? Claims(parsing: input) {
            Fuzzed.again(try? SeatDelegation(claims), \.json) {
                try SeatDelegation(Claims(parsing: $0))
            }
            Fuzzed.again(try? SeatChainDocument(claims), \.json) {
                try SeatChainDocument(Claims(parsing: $0))
            }
            Fuzzed.again(try? SeatReceipt(claims), \.json) { try SeatReceipt(Claims(parsing: $0)) }
            Fuzzed.again(try? BorrowedSeat(claims), \.json) {
                try BorrowedSeat(Claims(parsing: $0))
            }
            Fuzzed.again(try? LocalSeatAnswer(claims), \.json) {
                try LocalSeatAnswer(Claims(parsing: $0))
            }
            _ = try? SeatProblem(claims, status: 409)
            if let proof = try? NonceProof(claims) {
                // It is followed to its root, whatever it is.
                _ = proof.path.root(from: [UInt8](repeating: 7, count: Nonce.count))
            }
        }
        let text = String(decoding: input, as: UTF8.self)
        if let lease = LeaseID(text) {
            precondition(lease.description == text.lowercased())
            precondition(LeaseID(bytes: lease.bytes) == lease)
        }
        _ = SeatPath.methods(of: text)
    }
}
