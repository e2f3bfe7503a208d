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
            #"{"lease":"\#(lease(number))","secretHash":"\#(hash)","nonce":"\#(hash)","product":"com.example.planner","user":"user\#(number % 90 + 10)","host":"host","session":"1"}"#
        )
    }
}

/// A request whose lease is another one each time.
private struct LeaseRequest {
    private var bytes: [UInt8]
    /// Where the digits of a number are that differ, and how many.
    private let places: [(place: Int, count: Int)]

    /// - Parameter text: with the digits of ``SeatText/lease(_:)`` of 0, and those of a user, as they are.
    init(_ text: [UInt8]) {
        bytes = text
        var places: [(Int, Int)] = []
        for (mark, count) in [("-8000-", 12), ("\":\"user", 2)] {
            for place in text.indices where text[place...].starts(with: mark.utf8) {
                places.append((place + mark.utf8.count, count))
            }
        }
        self.places = places
    }

    mutating func with(_ number: UInt64) -> [UInt8] {
        for (place, count) in places {
            var rest = number
            for index in (place..<place + count).reversed() {
                bytes[index] = Hexadecimal.digit(UInt8(rest & 15))
                rest >>= 4
            }
        }
        return bytes
    }
}

/// Claims a seat and gives it back, over and over: each claim is counted.
struct PairClient: LoadGenerator.Client {
    var number: UInt64
    let step: UInt64
    private var claim: LeaseRequest
    private var release: LeaseRequest
    private var isClaimed = false

    init(hash: String, from number: UInt64, step: UInt64) {
        self.number = number
        self.step = step
        claim = LeaseRequest(SeatText.claim(0, hash))
        release = LeaseRequest(
            Array(
                "DELETE \(SeatPath.leases)/\(SeatText.lease(0)) HTTP/1.1\r\nHost: x\r\nLease-Secret: \(SeatText.secretText)\r\n\r\n"
                    .utf8))
    }

    mutating func request() -> [UInt8] {
        isClaimed ? release.with(number) : claim.with(number)
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
