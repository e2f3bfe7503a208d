import LicenseBinding
import SeatProtocol
import VerdictText

/// Why a program does not believe a seat.
enum SeatDoubt: Error {
    case license(Refusal)
    /// The license is for another program.
    case product(String)
    case chain(SeatChain.Defect)
    /// The program's random number is in none of the next delegations.
    case noKey

    func text(of server: String) -> String {
        switch self {
        case .license(let refusal):
            "\(server) shows a license that does not hold: \(RefusalText(refusal).sentence)"
        case .product(let product): "\(server) shows a license for \(product)."
        case .chain(.notInForce(let from, let until)):
            "The key's word for \(server) holds from \(Timestamp.text(from)) to "
                + "\(Timestamp.text(until)), and by this computer's clock that is not now: one of the "
                + "two clocks is wrong."
        case .chain(.outlives(let until)):
            "\(server) grants a seat for longer than its key's word holds, to "
                + "\(Timestamp.text(until)): one of the two clocks is wrong."
        case .chain(.keyUnknown(let key)):
            "\(server) has the word of the key \(key), which is none of the license's."
        case .chain(.keyUnsigned(let key)):
            "\(server) says that the key \(key) is there, and the license does not name it as the server to be "
                + "believed that."
        case .chain(.key): "\(server) shows no right signature of the license's key."
        case .chain(.server): "The license names another seat server than \(server)."
        case .chain(.tooLong): "\(server) shows a word of its key that holds for too long."
        case .chain(.license), .chain(.otherSeat):
            "\(server) grants something else than was asked for."
        case .chain(.grant(let refusal)):
            "\(server) shows a grant that is not its own: \(RefusalText(refusal).sentence)"
        case .noKey:
            "No hardware key stands behind \(server): it has not signed this program's random number in time. "
                + "It may be a copy of the server."
        }
    }
}
