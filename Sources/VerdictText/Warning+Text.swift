package import LicenseBinding

extension Warning {
    package var text: String {
        switch self {
        case .inGrace(let until, let left):
            "the key is absent; the license holds for \(left.text), until \(Timestamp.text(until))"
        case .expiresSoon(let end): "expires on \(Timestamp.text(end))"
        case .machineChanged(let changes): "the computer changed: \(changes.text.printable)"
        case .spareInUse(let id): "the spare key \(id) stands in for the primary one"
        case .givenByPhone(let end):
            "given by phone, to an unverified licensee, until \(Timestamp.text(end)); for an ordinary license, once "
                + "there is a network: keybound license exchange"
        }
    }

    package var json: JSONObject {
        let head = JSONObject(["code": .string(code)])
        let rest =
            switch self {
            case .inGrace(let until, let left):
                JSONObject([
                    "until": .string(Timestamp.text(until)),
                    "left": .integer(left.components.seconds),
                ])
            case .expiresSoon(let end): JSONObject(["on": .string(Timestamp.text(end))])
            case .machineChanged(let changes):
                JSONObject(["changes": .strings(changes.map(\.text))])
            case .spareInUse(let id): JSONObject(["key": .string(id.description)])
            case .givenByPhone(let end): JSONObject(["until": .string(Timestamp.text(end))])
            }
        return head.adding(rest)
    }
}
