import Hummingbird

/// The simplest server of JSON that there is, as a reference.
enum HelloServer {
    private struct Greeting: ResponseEncodable {
        let hello: String
    }

    static func run(port: Int) async throws {
        let router = Router()
        router.get("/hello") { _, _ in Greeting(hello: "world") }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)))
        try await application.run()
    }
}
