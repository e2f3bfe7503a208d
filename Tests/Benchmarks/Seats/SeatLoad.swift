import LicenseBinding
import SeatProtocol

/// Asks the reference server for its greeting.
struct HelloClient: LoadGenerator.Client {
    private static let text = Array("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n".utf8)

    mutating func request() -> [UInt8] { Self.text }
    mutating func answered(_ status: Int, _ body: ArraySlice<UInt8>) -> Bool { status == 200 }
}

/// The parts of a seat request that stay the same.
private enum SeatText {
    static let secret = [UInt8](repeating: 7, count: 32)
    static let secretText = Base64URL.encode(secret)
    static let hash = "nlGXk_pA_dUTRAL5lS2RfnXy0UkNK7gKu4h_p-3brJc"

    static func lease(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count)
            + digits
    }

    static func post(_ path: String, _ body: String) -> [UInt8] {
        Array(
            "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                .utf8)
    }

    static func claim(_ number: UInt64, _ hash: String) -> [UInt8] {
        post(
            SeatPath.leases,
            #"{"lease":"\#(lease(number))","secretHash":"\#(hash)","nonce":"\#(hash)","product":"com.example.planner","user":"user\#(number % 1000)","host":"host","session":"1"}"#
        )
    }
}

/// Claims a seat and gives it back, over and over: each claim is counted.
struct PairClient: LoadGenerator.Client {
    let hash: String
    var number: UInt64
    let step: UInt64
    private var isClaimed = false

    init(hash: String, from number: UInt64, step: UInt64) {
        self.hash = hash
        self.number = number
        self.step = step
    }

    mutating func request() -> [UInt8] {
        guard isClaimed else { return SeatText.claim(number, hash) }
        return Array(
            "DELETE \(SeatPath.leases)/\(SeatText.lease(number)) HTTP/1.1\r\nHost: x\r\nLease-Secret: \(SeatText.secretText)\r\n\r\n"
                .utf8)
    }

    mutating func answered(_ status: Int, _ body: ArraySlice<UInt8>) -> Bool {
        if isClaimed {
            if status == 204 {
                isClaimed = false
                number += step
            }
            return false
        }
        isClaimed = status == 201 || status == 200
        return isClaimed
    }
}

/// Claims seats once, and renews them over and over.
struct RenewalClient: LoadGenerator.Client {
    let hash: String
    let numbers: [UInt64]
    private var next = 0
    private let renewal: [UInt8]

    init(hash: String, _ numbers: [UInt64], inBatchesOf size: Int) {
        self.hash = hash
        self.numbers = numbers
        let leases = numbers.prefix(size).map {
            #"{"lease":"\#(SeatText.lease($0))","secret":"\#(SeatText.secretText)","nonce":"\#(hash)"}"#
        }
        renewal = SeatText.post(
            SeatPath.renewals, #"{"leases":[\#(leases.joined(separator: ","))]}"#)
    }

    mutating func request() -> [UInt8] {
        next < numbers.count ? SeatText.claim(numbers[next], hash) : renewal
    }

    mutating func answered(_ status: Int, _ body: ArraySlice<UInt8>) -> Bool {
        guard next < numbers.count else {
            return status == 200 && !body.contains("refusal".utf8)
        }
        if status == 201 || status == 200 { next += 1 }
        return false
    }
}

extension ArraySlice<UInt8> {
    fileprivate func contains(_ text: String.UTF8View) -> Bool {
        let text = Array(text)
        guard let first = text.first else { return true }
        return indices.contains { self[$0] == first && self[$0...].starts(with: text) }
    }
}
