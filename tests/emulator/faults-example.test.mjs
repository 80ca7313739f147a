// The example for people who test their own apps is a file of tests: it runs as it stands there.
import "../../examples/test-your-app.mjs";
