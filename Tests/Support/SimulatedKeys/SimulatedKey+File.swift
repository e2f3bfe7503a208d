import Crypto
package import LicenseBinding
import Synchronization

/// A simulated key in a file, for programs that each live for one command.
extension SimulatedKey {
    package var json: JSONObject {
        state.withLock { state in
            let credentials = state.credentials.map { id, credential in
                JSONValue.object(
                    JSONObject([
                        "id": .string(Base64URL.encode(id)),
                        "party": .string(credential.relyingParty),
                        "key": .string(Base64URL.encode(credential.privateKey.rawRepresentation)),
                    ]))
            }
            return JSONObject([
                "model": .string(Base64URL.encode(model)),
                "counter": .integer(Int64(state.counter)), "credentials": .array(credentials),
                "pin": state.pin.map { .string($0.text) },
                "alwaysVerifies": .bool(state.quirks.alwaysVerifies),
                "hasCounter": .bool(state.quirks.hasCounter),
            ])
        }
    }

    package convenience init(parsing file: [UInt8]) throws {
        let claims = try Claims(parsing: file)
        self.init(model: try claims.required("model", claims.bytes("model", count: 16)))
        let counter = try claims.required("counter", claims.integer("counter", in: 0...1 << 31))
        var credentials: [[UInt8]: Credential] = [:]
        for claims in try claims.list("credentials") ?? [] {
            let id = try claims.parsed("id", as: "base64url") { Base64URL.decode($0) }
            let key = try claims.required("key", claims.bytes("key", count: 32))
            credentials[try claims.required("id", id)] = Credential(
                relyingParty: try claims.text("party"),
                privateKey: try P256.Signing.PrivateKey(rawRepresentation: key))
        }
        let pin = try claims.parsed("pin", as: "a PIN") { $0 }
        let always = claims.object["alwaysVerifies"] == .bool(true)
        let hasCounter = claims.object["hasCounter"] != .bool(false)
        state.withLock { [credentials] state in
            if !hasCounter { state.quirks.counter = .none }
            state.pin = pin.map { SimulatedPIN($0) }
            state.quirks.alwaysVerifies = always
            state.counter = UInt32(counter)
            state.credentials = credentials
        }
    }
}
